// Parts as a person meets them: fields with their errors, toasts with Undo, tabs, links.

import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problemFrom } from '../api/problem.ts';
import type { Video } from '../api/types.ts';
import { route } from '../state/router.ts';
import { showToast, toasts, toastSeconds } from '../state/toasts.ts';
import { PasswordField, TextField } from './field.tsx';
import { Link } from './link.tsx';
import { ErrorNotice } from './notice.tsx';
import { Segments } from './segments.tsx';
import { StageList } from './stage_list.tsx';
import { ToastArea } from './toast_area.tsx';
import { factsOf } from './video_details.tsx';
import { VideoPlayer } from './video_player.tsx';
import { isWebAddress } from './web_address.ts';

afterEach(() => {
    cleanup();
    toasts.value = [];
});

describe('fields', () => {
    it('tie hint and error to the field', () => {
        render(<TextField label="E-mail" name="email" value="x" hint="Yours." error="Wrong." onInput={() => {}} />);
        const field = screen.getByLabelText('E-mail');
        expect(field.getAttribute('aria-invalid')).toBe('true');
        const described = field
            .getAttribute('aria-describedby')!
            .split(' ')
            .map((id) => document.getElementById(id)!);
        expect(described.map((part) => part.textContent)).toEqual(['Wrong.', 'Yours.']);
    });

    it('show a password when asked', () => {
        render(<PasswordField label="Password" name="password" autocomplete="off" value="x" onInput={() => {}} />);
        const field = screen.getByLabelText('Password') as HTMLInputElement;
        expect(field.type).toBe('password');
        fireEvent.click(screen.getByRole('button', { name: 'Show password' }));
        expect(field.type).toBe('text');
    });

    it('tell which of a few was chosen', () => {
        const choose = vi.fn();
        const segments = [
            { id: 'on', content: 'Quiet music' },
            { id: 'off', content: 'Voice only' },
        ] as const;
        render(<Segments legend="Music" value="on" segments={segments} onChoose={choose} />);
        fireEvent.click(screen.getByLabelText('Voice only'));
        expect(choose).toHaveBeenCalledWith('off');
    });
});

describe('toasts', () => {
    beforeEach(() => vi.useFakeTimers());
    afterEach(() => vi.useRealTimers());

    it('go by themselves, but not under the pointer', async () => {
        render(<ToastArea />);
        showToast({ text: 'Removed.' });
        await vi.advanceTimersByTimeAsync(0);
        const card = screen.getByText('Removed.').parentElement!;
        fireEvent.pointerEnter(card);
        await vi.advanceTimersByTimeAsync(2 * toastSeconds * 1000);
        expect(toasts.value).toHaveLength(1);
        fireEvent.pointerLeave(card);
        await vi.advanceTimersByTimeAsync(toastSeconds * 1000);
        expect(toasts.value).toHaveLength(0);
    });

    it('undo once, by button or by Control+Z, but leave fields their own Undo', async () => {
        render(
            <>
                <textarea aria-label="Words" />
                <ToastArea />
            </>,
        );
        const undo = vi.fn();
        const tell = async (): Promise<void> => {
            showToast({ text: 'Removed.', action: { label: 'Undo', run: undo } });
            await vi.advanceTimersByTimeAsync(0);
        };
        await tell();
        fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
        expect(undo).toHaveBeenCalledTimes(1);
        expect(toasts.value).toHaveLength(0);
        await tell();
        fireEvent.keyDown(screen.getByLabelText('Words'), { key: 'z', ctrlKey: true });
        expect(undo).toHaveBeenCalledTimes(1);
        fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
        expect(undo).toHaveBeenCalledTimes(2);
        fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
        expect(undo).toHaveBeenCalledTimes(2);
    });
});

describe('links', () => {
    it('stay in the page, unless a new tab is asked for', () => {
        render(<Link to="/library">Library</Link>);
        const link = screen.getByText('Library');
        link.addEventListener('click', (event) => event.ctrlKey && event.preventDefault());
        fireEvent.click(link, { ctrlKey: true });
        expect(route.value.page).not.toBe('library');
        fireEvent.click(link);
        expect(route.value.page).toBe('library');
    });

    it('are made only of addresses of the web', () => {
        expect(isWebAddress('https://a.example')).toBe(true);
        expect(isWebAddress('javascript:alert(1)')).toBe(false);
        expect(isWebAddress(undefined)).toBe(false);
    });
});

describe('notices', () => {
    const wordsOf = (detail: string): string => {
        const body = JSON.stringify({ title: 'Too many', detail, code: 'rate_limited', retry_after: 60 });
        const { container } = render(<ErrorNotice error={problemFrom(429, body, null)} />);
        return container.querySelector('.notice-words')!.textContent!;
    };
    it('say once how long to wait', () => {
        expect(wordsOf('Too many failed attempts.')).toContain('Wait 60 seconds, then try again.');
        expect(wordsOf('Wait a minute, then try again.')).toBe('Too manyWait a minute, then try again.');
    });
});

describe('stages', () => {
    it('tell their state in words', () => {
        render(
            <StageList
                stages={[
                    { name: 'words', title: 'Words', state: 'done', done: 1, total: 1 },
                    { name: 'wide', title: 'Wide cut', state: 'running', done: 2, total: 6 },
                ]}
            />,
        );
        expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
            'Words: done',
            'Wide cut: under way2 of 6',
        ]);
    });
});

describe('player', () => {
    const file = { bytes: 1, type: '' };
    const video = {
        title: 'Bees',
        language: 'de',
        thumbnail: '/t.jpg',
        files: [
            { ...file, name: 'vertical.mp4', kind: 'vertical', url: '/v.mp4' },
            { ...file, name: 'wide.mp4', kind: 'wide', url: '/w.mp4' },
            { ...file, name: 'thumbnail-1-vertical.jpg', kind: 'thumbnail', url: '/tv.jpg' },
            { ...file, name: 'captions.srt', kind: 'captions', url: '/c.srt' },
            { ...file, name: 'captions.vtt', kind: 'captions', url: '/c.vtt' },
        ],
    } as unknown as Video;

    it('plays each cut with its poster and the captions that a browser reads', () => {
        const { container } = render(<VideoPlayer video={video} />);
        const played = (): HTMLVideoElement => container.querySelector('video')!;
        expect(played().getAttribute('src')).toBe('/v.mp4');
        expect(played().getAttribute('poster')).toBe('/tv.jpg');
        expect(container.querySelector('track')!.getAttribute('src')).toBe('/c.vtt');
        expect(container.querySelector('track')!.getAttribute('srclang')).toBe('de');
        fireEvent.keyDown(screen.getByRole('tab', { name: 'Vertical' }), { key: 'ArrowRight' });
        expect(screen.getByRole('tab', { name: 'Wide' }).getAttribute('aria-selected')).toBe('true');
        expect(played().getAttribute('src')).toBe('/w.mp4');
        expect(played().getAttribute('poster')).toBe('/t.jpg');
    });
});

describe('the facts of a video', () => {
    it('break behind a point, and nowhere else', () => {
        const facts = factsOf({ duration_s: 60, bytes: 37_000_000, sample: true } as Video);
        expect(facts.split(' ')).toEqual(['1:00\u00a0·', '37\u00a0MB\u00a0·', 'sample']);
    });
});

// The ways on that are offered are those that the server named.

import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { problemFrom } from '../api/problem.ts';
import { WaysOn, type Given } from './ways_on.tsx';

afterEach(cleanup);

function offered(given: Given, codes: string[], sentences = codes.map((code) => `Sentence of ${code}.`)) {
    const go = { text: vi.fn(), url: vi.fn(), topic: vi.fn(), script: vi.fn(), model: vi.fn() };
    const body = { code: 'no_material', detail: 'nothing is known', ways: sentences, way_codes: codes };
    const { ways } = problemFrom(422, JSON.stringify(body), null);
    render(<WaysOn detail="nothing is known" ways={ways} given={given} go={go} />);
    const buttons = screen.queryAllByRole('button').map((button) => button.querySelector('strong')?.textContent);
    return { buttons, go };
}

describe('ways on', () => {
    it('fit what was given', () => {
        expect(offered('topic', ['text', 'url', 'model']).buttons).toEqual([
            'Paste a text',
            'Give a link',
            'Connect a model',
        ]);
        cleanup();
        expect(offered('topic', ['text', 'url', 'topic']).buttons).toContain('Ask in other words');
        cleanup();
        expect(offered('text', ['text', 'script', 'url']).buttons).toEqual([
            'Write more',
            'Use it word for word',
            'Give a link',
        ]);
        cleanup();
        expect(offered('url', ['url', 'text', 'topic']).buttons).toEqual([
            'Give another link',
            'Paste a text',
            'Begin with a topic',
        ]);
    });

    it('lead there', () => {
        const { go } = offered('topic', ['text', 'url', 'model']);
        fireEvent.click(screen.getByText('Connect a model'));
        expect(go.model).toHaveBeenCalledOnce();
        expect(go.text).not.toHaveBeenCalled();
    });

    it("are told in the server's words where the page has no button for them", () => {
        const { buttons } = offered('topic', ['text', 'owner', 'toString', 'tomorrow']);
        expect(buttons).toEqual(['Paste a text']);
        for (const code of ['owner', 'toString', 'tomorrow']) screen.getByText(`Sentence of ${code}.`);
        expect(screen.queryByText('Sentence of text.')).toBeNull();
    });

    it('are sentences alone where a server sends no codes', () => {
        const { buttons } = offered('topic', [], ['Paste a text of your own.']);
        expect(buttons).toEqual([]);
        screen.getByText('Paste a text of your own.');
    });
});

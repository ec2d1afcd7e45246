// The whole way of a creator, from the door to the download. Runs against the fake server or, with MSS_BASE_URL,
// against a real one, whose account MSS_EMAIL, MSS_PASSWORD and MSS_CODE name.

import { statSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeApi } from '../fake_api.ts';
import { logIn, newVisitor, openBrowser, owner, type Visitor } from './support.ts';

const realAddress = process.env['MSS_BASE_URL'];
const email = process.env['MSS_EMAIL'] ?? owner.email;
const password = process.env['MSS_PASSWORD'] ?? owner.password;
const code = process.env['MSS_CODE'] ?? 'walnut-42';
/** A real video takes its time. */
const makingMs = realAddress === undefined ? 30_000 : 600_000;
const topic = 'How do bees make honey?';
/** New words in each run: a real server has what it made before at once, and there would be nothing to watch. */
const edited = `Honey starts as nectar, sweet water from flower number ${Date.now() % 10_000}.`;

describe('the whole way', () => {
    let browser: Browser;
    let visitor: Visitor;
    let fake: FakeApi | undefined;
    let page: Page;

    beforeAll(async () => {
        if (realAddress === undefined) {
            fake = new FakeApi({ code });
            fake.work.paceMs = 150;
            await fake.start();
        }
        browser = await openBrowser();
        visitor = await newVisitor(browser, realAddress ?? fake?.address ?? '');
        page = visitor.page;
    });
    afterAll(async () => {
        await browser.close();
        await fake?.stop();
    });

    it('comes in', async () => {
        await page.goto('/');
        await page.getByLabel('E-mail').waitFor();
        if (await page.getByRole('heading', { name: 'Create the first account' }).isVisible()) {
            await page.getByLabel('E-mail').fill(email);
            await page.getByLabel('Password', { exact: true }).fill(password);
            if (await page.getByLabel('Code').isVisible()) await page.getByLabel('Code').fill(code);
            await page.getByRole('button', { name: 'Create account' }).click();
            await page.getByRole('navigation', { name: 'Main' }).waitFor();
        } else await logIn(page, email, password);
        expect(new URL(page.url()).pathname).toBe('/');
    });

    it('finds topics', async () => {
        await page.getByLabel('Your niche').fill('animals');
        await page.getByRole('button', { name: 'Find topics' }).click();
        await page.getByLabel(topic).check();
    });

    it('writes and edits a script, which survives a reload', async () => {
        await page.getByRole('spinbutton', { name: 'Length' }).fill('20');
        await page.getByRole('button', { name: 'Write script' }).click();
        await page.getByRole('heading', { name: 'Your script' }).waitFor();
        const scenes = page.getByRole('list', { name: 'Scenes' }).getByRole('textbox');
        const count = await scenes.count();
        expect(count).toBeGreaterThan(1);

        await page.getByLabel('Words of scene 1').fill(edited);
        await page.getByRole('button', { name: 'Move scene 1 down' }).click();
        expect(await page.getByLabel('Words of scene 2').inputValue()).toBe(edited);
        await page.getByRole('button', { name: 'Move scene 2 up' }).click();
        await page.getByRole('button', { name: 'Remove scene 1' }).click();
        expect(await scenes.count()).toBe(count - 1);
        await page.getByRole('button', { name: 'Undo' }).click();
        expect(await scenes.count()).toBe(count);
        await page.getByRole('button', { name: 'Add a scene', exact: true }).click();
        await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
        await page.keyboard.type('And that is how it ends.');
        await page.getByText(`${count + 1} scenes`).waitFor();

        await page.reload();
        expect(await page.getByLabel('Words of scene 1').inputValue()).toBe(edited);
        expect(await page.getByLabel(`Words of scene ${count + 1}`).inputValue()).toBe('And that is how it ends.');
    });

    it(
        'watches the video being made, also after a reload and in a second tab',
        async () => {
            // A real server takes long enough to be watched.
            if (fake !== undefined) fake.work.lastStep = 4;
            await page.getByLabel('Quality').selectOption('fast');
            await page.getByRole('button', { name: 'Create video' }).click();
            await page.waitForURL('**/make/*');
            await page.getByRole('img', { name: 'Frame of scene 1' }).waitFor({ timeout: makingMs });
            expect(await page.title()).toMatch(/^\d+ % · /);

            await page.reload();
            const frame = page.getByRole('img', { name: 'Frame of scene 1' });
            await frame
                .or(page.getByRole('heading', { name: 'Downloads' }))
                .first()
                .waitFor();
            const second = await visitor.context.newPage();
            await second.goto(page.url());
            await second.getByRole('heading', { name: topic }).waitFor();
            if (fake !== undefined) fake.work.lastStep = Infinity;

            for (const tab of [page, second]) {
                await tab.getByRole('heading', { name: 'Downloads' }).waitFor({ timeout: makingMs });
                expect(await tab.title()).toMatch(/^Ready: /);
            }
            await second.close();
        },
        2 * makingMs,
    );

    it('plays both cuts', async () => {
        for (const cut of ['Vertical', 'Wide']) {
            await page.getByRole('tab', { name: cut }).click();
            const played = await page.locator('video').evaluate(async (video: HTMLVideoElement) => {
                video.muted = true;
                await video.play();
                await new Promise((resolve) => video.addEventListener('timeupdate', resolve, { once: true }));
                return { wide: video.videoWidth > video.videoHeight, tracks: video.textTracks.length };
            });
            expect(played).toEqual({ wide: cut === 'Wide', tracks: 1 });
        }
    });

    it('downloads', async () => {
        const coming = page.waitForEvent('download');
        await page.getByRole('link', { name: 'Vertical video' }).click();
        const download = await coming;
        expect(download.suggestedFilename()).toContain('vertical.mp4');
        expect(statSync(await download.path()).size).toBeGreaterThan(10_000);
    });

    it('finds it in the library, throws it away and takes it back', async () => {
        await page.getByRole('link', { name: 'Library' }).click();
        await page.getByLabel('Search by title').fill('bees');
        await page.waitForURL('**search=bees');
        const card = page.getByRole('listitem').filter({ hasText: topic }).first();
        const address = await card.getByRole('link', { name: topic }).getAttribute('href');
        await card.getByRole('button', { name: `Delete ${topic}` }).click();
        await page.getByText('is in the trash').first().waitFor();
        await page.getByRole('button', { name: 'Undo' }).first().click();
        await page.getByText('is back in the library').waitFor();
        await page.locator(`a[href="${address}"]`).click();
        await page.getByRole('heading', { name: 'Sources' }).waitFor();
        await page.goBack();
        expect(page.url()).toContain('search=bees');
        await page.goForward();
    });

    it('takes its script up again', async () => {
        await page.getByRole('button', { name: 'Edit and make again' }).click();
        await page.getByRole('heading', { name: 'Your script' }).waitFor();
        expect(await page.getByLabel('Words of scene 1').inputValue()).toBe(edited);
    });

    it('leaves', async () => {
        await page.getByLabel(/^Menu of/).click();
        await page.getByRole('button', { name: 'Log out' }).click();
        await page.getByRole('heading', { name: 'Log in' }).waitFor();
        expect(visitor.faults).toEqual([]);
    });
});

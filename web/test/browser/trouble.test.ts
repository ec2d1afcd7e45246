// The page where things go wrong: a server that restarts, streams that are refused, a session that ends; and a person
// who has only a keyboard. Needs the fake server's handles.

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FakeTask } from '../fake_tasks.ts';
import { FakeApi } from '../fake_api.ts';
import { scriptFor } from '../fake_content.ts';
import { logIn, look, newVisitor, openBrowser, owner, type Visitor } from './support.ts';

describe.skipIf(process.env['MSS_BASE_URL'] !== undefined)('trouble', () => {
    let browser: Browser;
    let fake: FakeApi;
    let visitor: Visitor;
    let page: Page;
    let user: string;

    beforeAll(async () => {
        browser = await openBrowser();
    });
    afterAll(() => browser.close());
    beforeEach(async () => {
        fake = new FakeApi();
        await fake.start();
        user = fake.addAccount(owner.email, owner.password).id;
        visitor = await newVisitor(browser, fake.address);
        page = visitor.page;
    });
    afterEach(async () => {
        await visitor.context.close();
        await fake.stop();
        expect(visitor.faults).toEqual([]);
    });

    function halfMade(): FakeTask {
        const { script } = fake.work.seed(user, 'How do bees make honey?', 60);
        const task = fake.work.order(user, 'Why do cats purr?', script, ['vertical', 'wide'], '');
        fake.work.paused = true;
        Object.assign(task, { state: 'PROGRESS', step: 5 });
        return task;
    }

    const done = (): Promise<void> => page.getByRole('heading', { name: 'Downloads' }).waitFor({ timeout: 60_000 });

    it('goes on after the server was restarted', async () => {
        const task = halfMade();
        await page.goto(`/make/${task.id}`);
        await logIn(page);
        await page.getByText('scene 4 of 6').waitFor();
        visitor.serverMayBeAway = true;
        await fake.stop();
        await page.getByText('The server does not answer just now').waitFor();
        await page.getByText('scene 4 of 6').waitFor();
        fake.work.paused = false;
        await fake.start();
        await page.getByText('The server does not answer just now').waitFor({ state: 'detached' });
        await done();
    });

    it('tells the board of an earlier try that there is a later one', async () => {
        const { script } = fake.work.seed(user, 'How do bees make honey?', 60);
        fake.work.failNextAt(1, { code: 'internal', message: 'It broke.' });
        const task = fake.work.order(user, 'Why do cats purr?', script, ['vertical'], '');
        await page.goto(`/make/${task.id}`);
        await logIn(page);
        await page.getByText('The video could not be made').waitFor();
        await page.getByRole('button', { name: 'Try again' }).click();
        await done();
        await page.goBack();
        await page.getByText('This video has been made again since').waitFor();
        await look(visitor, 'board-earlier-try');
        await page.getByRole('link', { name: 'Go to the latest' }).click();
        await done();
    });

    it('tells makers in plain words of a video that broke off, and those who run the server the rest', async () => {
        const bob = fake.addAccount('bob@example.org', owner.password, 'creator').id;
        const broken = {
            code: 'quarantined',
            message: 'its process crashed 3 times, the last time: the task process ended: signal 9 (Killed)',
        };
        const orders = [bob, user].map((maker) => {
            fake.work.failNextAt(4, broken);
            return fake.work.order(maker, 'Why do cats purr?', scriptFor('Cats', 'en'), ['vertical'], '');
        });
        const [bobs, own] = orders as [FakeTask, FakeTask];
        await page.goto(`/make/${bobs.id}`);
        await logIn(page, 'bob@example.org');
        const notice = page.getByRole('alert');
        await notice.getByText('It was begun again by itself, and broke off again.').waitFor();
        await notice.getByText('Try again: what was finished is kept, and it goes on from there.').waitFor();
        await notice.getByText(`give this number to whoever runs the server: ${bobs.id}`).waitFor();
        expect(await notice.textContent()).not.toMatch(/process|signal|quarantin|details/i);
        await look(visitor, 'board-broke-off');

        await visitor.context.clearCookies();
        await page.goto(`/make/${own.id}`);
        await logIn(page);
        await notice.getByText('and broke off again.').waitFor();
        const technical = page.getByText('the last time: the task process ended: signal 9 (Killed)');
        expect(await technical.isVisible()).toBe(false);
        await page.getByText('Technical details').click();
        await technical.waitFor();
        await look(visitor, 'board-broke-off-owner');
        await page.getByRole('button', { name: 'Try again' }).click();
        await done();
    });

    it('leads the owner to the model that gives no words, and tells others whom to ask', async () => {
        visitor.serverMayBeAway = true;
        fake.addAccount('bob@example.org', owner.password, 'creator');
        const message = 'the language model did not answer';
        const away = { status: 503, code: 'unavailable', detail: message, cause: 'model' };
        const link = page.getByRole('link', { name: 'Check the language model' });
        const askOwner = page.getByText('ask the owner of this server to check the language model');
        const write = async (): Promise<void> => {
            await page.getByRole('radio', { name: 'My topic' }).check();
            await page.getByLabel('Your topic').fill('Why do cats purr?');
            fake.refuseNext = away;
            await page.getByRole('button', { name: 'Write script' }).click();
            await page.getByText('The language model did not answer.').waitFor();
        };
        await page.goto('/');
        await logIn(page, 'bob@example.org');
        await write();
        await askOwner.waitFor();
        expect(await link.count()).toBe(0);
        await look(visitor, 'create-words-away-creator');

        await visitor.context.clearCookies();
        await page.goto('/');
        await logIn(page);
        await write();
        await link.waitFor();
        expect(await askOwner.count()).toBe(0);
        await look(visitor, 'create-words-away-owner');
        await link.click();
        await page.getByRole('heading', { name: 'Language model' }).waitFor();
    });

    it('blames no model where the server only has too much to do', async () => {
        visitor.serverMayBeAway = true;
        const detail = 'Many people are looking for words just now. Try again in half a minute.';
        const busy = { status: 503, code: 'busy', detail };
        await page.goto('/');
        await logIn(page);
        const notice = page.getByRole('alert');
        const expectNoModel = async (): Promise<void> => {
            await notice.getByText(detail).waitFor();
            expect(await notice.getByText('language model').count()).toBe(0);
        };
        fake.refuseNext = busy;
        await page.getByRole('button', { name: 'Animals' }).click();
        await expectNoModel();
        await notice.getByRole('button', { name: 'Try again' }).click();
        await page.getByLabel('How do bees make honey?').waitFor();
        await page.getByRole('radio', { name: 'My topic' }).check();
        await page.getByLabel('Your topic').fill('Why do cats purr?');
        fake.refuseNext = busy;
        await page.getByRole('button', { name: 'Write script' }).click();
        await expectNoModel();
        await look(visitor, 'create-busy');
        await notice.getByRole('button', { name: 'Try again' }).click();
        await page.getByRole('heading', { name: 'Your script' }).waitFor();
    });

    it('keeps the blanks of a search, and finds back from beyond the last page', async () => {
        for (let number = 0; number < 21; number += 1) fake.work.seed(user, `Honey bee ${number}`, number);
        await page.goto('/library?page=7');
        await logIn(page);
        await page.getByText('Page 2 of 2').waitFor();
        const box = page.getByRole('searchbox');
        await box.pressSequentially('honey ');
        await page.waitForURL(/search=honey/);
        await box.pressSequentially('bee 7');
        await page.waitForURL(/search=honey(\+|%20)bee/);
        expect(await box.inputValue()).toBe('honey bee 7');
    });

    it('takes back with one Undo all that was thrown away in a row', async () => {
        fake.work.paused = true;
        for (let number = 0; number < 2; number += 1) fake.work.seed(user, `Bee ${number}`, number);
        fake.work.order(user, 'A bee that waits', scriptFor('Bees', 'en'), ['wide'], 'aurora');
        await page.goto('/library');
        await logIn(page);
        await page.getByText('Waiting', { exact: true }).waitFor();
        for (const title of ['Bee 0', 'Bee 1', 'A bee that waits']) {
            await page.getByRole('button', { name: `Delete ${title}` }).click();
            await page.getByRole('link', { name: title, exact: true }).waitFor({ state: 'detached' });
        }
        await page.getByText('3 videos are in the trash.').waitFor();
        await page.getByRole('button', { name: 'Undo' }).click();
        await page.getByText('3 videos are back in the library.').waitFor();
        // What waited waits again.
        await page.getByText('Waiting', { exact: true }).waitFor();
        await page.getByRole('link', { name: 'Bee 0', exact: true }).waitFor();
    });

    it('begins a script of its own, and asks about a scene that says nothing', async () => {
        await page.goto('/');
        await logIn(page);
        await page.getByRole('radio', { name: 'My text' }).check();
        await page.getByRole('button', { name: 'Start with an empty script' }).click();
        await page.getByRole('heading', { name: 'Your script' }).waitFor();
        await page.getByRole('button', { name: 'Create video' }).click();
        await page.getByText('Write something here, or delete the scene.').first().waitFor();
        await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'text');
        await page.goto('/');
        await page.getByLabel('Your text, or a link').fill('Bees make honey.\n\nThey dance.');
        await page.getByRole('button', { name: 'Use it word for word' }).click();
        await page.getByLabel('Words of scene 2').waitFor();
        expect(await page.getByLabel('Words of scene 1').inputValue()).toBe('Bees make honey.');
    });

    it('writes on Enter, and forgets a refusal once other words are given', async () => {
        await page.goto('/');
        await logIn(page);
        await page.getByRole('radio', { name: 'My topic' }).check();
        await page.getByLabel('Your topic').fill('Nothing is known about zorps');
        await page.keyboard.press('Enter');
        const refusal = page.getByRole('heading', { name: 'Nothing honest to say' });
        await refusal.waitFor();
        await page.getByLabel('Your topic').fill('How do bees make honey?');
        await refusal.waitFor({ state: 'detached' });
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: 'Your script' }).waitFor();
    });

    it('asks where streams are refused', async () => {
        fake.streams = false;
        visitor.serverMayBeAway = true;
        const task = halfMade();
        await page.goto(`/make/${task.id}`);
        await logIn(page);
        await page.getByText('scene 4 of 6').waitFor();
        task.step = 6;
        await page.getByText('scene 5 of 6').waitFor();
        fake.work.paused = false;
        await done();
    });

    it('looks at once when the network is back', async () => {
        const task = halfMade();
        await page.goto(`/make/${task.id}`);
        await logIn(page);
        await page.getByText('scene 4 of 6').waitFor();
        visitor.serverMayBeAway = true;
        await visitor.context.setOffline(true);
        await page.getByText('You are offline').waitFor();
        fake.work.paused = false;
        await visitor.context.setOffline(false);
        await page.getByText('You are offline').waitFor({ state: 'detached' });
        await done();
    });

    it('comes back to where one was after the session ended', async () => {
        await page.goto('/');
        await logIn(page);
        await page.getByRole('radio', { name: 'My topic' }).check();
        await page.getByLabel('Your topic').fill('How do bees make honey?');
        await page.getByRole('button', { name: 'Write script' }).click();
        await page.getByLabel('Words of scene 2').fill('Written just before the session ended.');
        fake.endSessions();
        await page.getByRole('button', { name: 'Create video' }).click();
        await page.getByText('Your session has ended').waitFor();
        await logIn(page);
        expect(new URL(page.url()).pathname).toBe('/script');
        expect(await page.getByLabel('Words of scene 2').inputValue()).toBe('Written just before the session ended.');
    });

    it('shows what the server refuses at the scene', async () => {
        await page.goto('/');
        await logIn(page);
        await page.getByRole('radio', { name: 'My topic' }).check();
        await page.getByLabel('Your topic').fill('How do bees make honey?');
        await page.getByRole('button', { name: 'Write script' }).click();
        await page.getByLabel('Words of scene 3').evaluate((area: HTMLTextAreaElement) => {
            area.value = 'A bell: \u0007';
            area.dispatchEvent(new Event('input', { bubbles: true }));
        });
        await page.getByRole('button', { name: 'Create video' }).click();
        await page.getByText('This cannot be spoken.').first().waitFor();
        await page.waitForFunction(() => {
            const scene = document.activeElement?.closest('li');
            return scene?.querySelector('h2')?.textContent === 'Scene 3';
        });
    });

    it('keeps the earlier script within reach when a new one is written', async () => {
        await page.goto('/');
        await logIn(page);
        await page.getByRole('radio', { name: 'My topic' }).check();
        await page.getByLabel('Your topic').fill('The first');
        await page.getByRole('button', { name: 'Write script' }).click();
        await page.getByRole('link', { name: 'Words', exact: true }).click();
        await page.getByText('You have an unfinished script: The first').waitFor();
        await page.getByLabel('Your topic').fill('The second');
        await page.getByRole('button', { name: 'Write script' }).click();
        await page.getByRole('button', { name: 'Undo' }).click();
        expect(await page.getByLabel('Title').inputValue()).toBe('The first');
    });

    it('can all be done with the keyboard', async () => {
        fake.work.paused = true;
        await page.goto('/');
        await tabTo(page, 'E-mail');
        await page.keyboard.type(owner.email);
        await tabTo(page, 'Password');
        await page.keyboard.type(owner.password);
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: 'What should it say?' }).waitFor();

        await page.keyboard.press('Tab');
        await expect.poll(() => focusedName(page)).toBe('Skip to the content');
        await page.keyboard.press('Enter');
        await tabTo(page, 'Find topics');
        await page.keyboard.press('ArrowRight');
        await tabTo(page, 'Your topic');
        await page.keyboard.type('How do bees make honey?');
        await tabTo(page, 'Write script');
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: 'Your script' }).waitFor();

        const second = await page.getByLabel('Words of scene 2').inputValue();
        await tabTo(page, 'Move scene 2 up');
        await page.keyboard.press('Enter');
        expect(await page.getByLabel('Words of scene 1').inputValue()).toBe(second);
        await expect.poll(() => focusedName(page)).toBe('Move scene 1 up');
        await tabTo(page, 'Remove scene 1');
        await page.keyboard.press('Enter');
        await page.getByText('Scene 1 was removed.').waitFor();
        await page.keyboard.press('Control+z');
        expect(await page.getByLabel('Words of scene 1').inputValue()).toBe(second);
        await tabTo(page, 'Create video');
        await page.keyboard.press('Enter');

        await page.getByRole('progressbar', { name: 'Progress of the video' }).waitFor();
        await tabTo(page, 'Cancel');
        await page.keyboard.press('Enter');
        await page.getByRole('dialog').waitFor();
        await expect.poll(() => focusedName(page)).toBe('Go on making it');
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await expect.poll(() => focusedName(page)).toBe('Cancel');
        fake.work.paused = false;
        await done();
        await tabTo(page, 'Vertical');
        await page.keyboard.press('ArrowRight');
        await expect.poll(() => focusedName(page)).toBe('Wide');

        await tabTo(page, 'Menu of');
        await page.keyboard.press('Enter');
        await page.getByText('Owner of this server').waitFor();
        await page.keyboard.press('Escape');
        await expect.poll(() => focusedName(page)).toContain('Menu of');
    });
});

/** Tab, until what has the focus is called so. The focus must be seen all the way. */
async function tabTo(page: Page, name: string): Promise<void> {
    const mostStops = 80;
    for (let stop = 0; stop < mostStops; stop += 1) {
        if ((await focusedName(page)).startsWith(name)) return;
        await page.keyboard.press('Tab');
        expect(await focusIsSeen(page), `focus is seen on ${await focusedName(page)}`).toBe(true);
    }
    throw new Error(`Tab never came to ${name}`);
}

function focusedName(page: Page): Promise<string> {
    return page.evaluate(() => {
        const element = document.activeElement;
        if (!(element instanceof HTMLElement) || element === document.body) return '';
        const labels =
            element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels : null;
        return (element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent ?? '').trim();
    });
}

function focusIsSeen(page: Page): Promise<boolean> {
    return page.evaluate(() => {
        const element = document.activeElement;
        if (element === null || element === document.body || element instanceof HTMLVideoElement) return true;
        // A radio that is drawn by its label shows its focus there; a card's link on the whole card.
        const drawn = [element, element.nextElementSibling].filter((one) => one !== null);
        return drawn.some((one) =>
            [null, '::after'].some((part) => {
                const style = getComputedStyle(one, part);
                return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
            }),
        );
    });
}

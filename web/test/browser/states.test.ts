// Every page in every state that a person can meet, looked at from all sides. Needs the fake server's handles.

import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeApi } from '../fake_api.ts';
import { logIn, look, newVisitor, openBrowser, owner, type Visitor } from './support.ts';

describe.skipIf(process.env['MSS_BASE_URL'] !== undefined)('states', () => {
    let browser: Browser;
    let fake: FakeApi;
    let visitor: Visitor;

    beforeAll(async () => {
        browser = await openBrowser();
    });
    afterAll(() => browser.close());
    beforeEach(async () => {
        fake = new FakeApi({ code: 'walnut-42' });
        await fake.start();
        visitor = await newVisitor(browser, fake.address);
    });
    afterEach(async () => {
        await visitor.context.close();
        await fake.stop();
        expect(visitor.faults).toEqual([]);
    });

    async function signIn(path: string): Promise<void> {
        if (fake.work.videos.length === 0) fake.addAccount(owner.email, owner.password);
        await visitor.page.goto(path);
        await logIn(visitor.page);
    }

    function withVideos(count: number): string {
        const user = fake.addAccount(owner.email, owner.password);
        const titles = [
            'How do bees make honey?',
            'Why do cats purr?',
            'What is a black hole?',
            'Why is the sky blue?',
        ];
        for (let index = 0; index < count; index += 1) {
            fake.work.seed(user.id, titles[index % titles.length] ?? '', (count - index) * 190);
        }
        return user.id;
    }

    it('start', async () => {
        const { page } = visitor;
        await page.goto('/');
        await page.getByRole('heading', { name: 'Create the first account' }).waitFor();
        await look(visitor, 'start-first');
        await page.getByLabel('E-mail').fill('mia');
        await page.getByLabel('Password', { exact: true }).fill('short');
        await page.getByRole('button', { name: 'Create account' }).click();
        await page.getByText('Give the code.').waitFor();
        await page.getByLabel('Code').fill('acorn');
        await page.getByRole('button', { name: 'Create account' }).click();
        await page.getByText('This is no e-mail address.').waitFor();
        await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'email');
        await look(visitor, 'start-first-wrong');
    });

    it('log in, wrong and too often', async () => {
        fake.addAccount(owner.email, owner.password);
        fake.settings.sign_up.open = true;
        const { page } = visitor;
        await page.goto('/library');
        await page.getByLabel('E-mail').fill(owner.email);
        for (let attempt = 0; attempt < 6; attempt += 1) {
            await page.getByLabel('Password', { exact: true }).fill(`wrong ${attempt}`);
            await page.getByRole('button', { name: 'Log in' }).click();
            await page.getByText(attempt < 5 ? 'E-mail or password is wrong.' : 'Wait 60 seconds').waitFor();
        }
        await look(visitor, 'log-in-limited');
        await page.getByRole('button', { name: 'Sign up' }).click();
        await page.getByRole('heading', { name: 'Sign up' }).waitFor();
        await look(visitor, 'sign-up');
    });

    it('log in, where nobody may sign up', async () => {
        fake.addAccount(owner.email, owner.password);
        const { page } = visitor;
        await page.goto('/');
        const closed = page.getByText('Signing up is closed on this server.');
        await closed.waitFor();
        expect(await page.getByRole('button', { name: 'Sign up' }).count()).toBe(0);
        await look(visitor, 'log-in-closed');
        fake.settings.sign_up.open = true;
        await page.reload();
        await page.getByRole('button', { name: 'Sign up' }).waitFor();
        expect(await closed.count()).toBe(0);
    });

    it('library with upright pictures', async () => {
        const user = withVideos(3);
        const upright = fake.work.seed(user, 'How do bees dance?', 0, ['vertical']);
        const failed = fake.work.seed(user, 'Why do bees sting?', 0, ['vertical']);
        Object.assign(fake.work.taskOf(failed), { state: 'FAILURE', error: { code: 'io', message: 'Full.' } });
        const { page } = visitor;
        await page.goto('/library');
        await logIn(page);
        const card = (title: string) => page.getByRole('listitem').filter({ hasText: title });
        await card(upright.title).locator('.card-backdrop').waitFor();
        const shown = card(upright.title).locator('.card-picture img').last();
        // Nothing of it is cut off: it fits into its frame, which shows all of it.
        expect(await shown.evaluate((image) => getComputedStyle(image).objectFit)).toBe('contain');
        const frame = await card(upright.title).locator('.card-picture').boundingBox();
        expect(await shown.boundingBox()).toEqual(frame);
        await card(failed.title).locator('.card-backdrop').waitFor();
        expect(await card('Why do cats purr?').locator('.card-picture img').count()).toBe(1);
        await look(visitor, 'library-upright');
    });

    it('create', async () => {
        await signIn('/');
        const { page } = visitor;
        await page.getByRole('heading', { name: 'What should it say?' }).waitFor();
        await look(visitor, 'create');
        await page.getByRole('button', { name: 'Animals' }).click();
        await page.getByLabel('Why do cats purr?').check();
        await look(visitor, 'create-topics');
        await page.getByRole('radio', { name: 'My topic' }).check();
        await page.getByRole('button', { name: 'Write script' }).click();
        await page.getByText('Say what the video is about.').first().waitFor();
        await look(visitor, 'create-missing');
        await page.getByLabel('Your topic').fill('Nothing is known about zorps');
        await page.getByRole('button', { name: 'Write script' }).click();
        await page.getByRole('heading', { name: 'Nothing honest to say' }).waitFor();
        await look(visitor, 'create-no-material');
        await page.getByRole('button', { name: 'Give a link' }).click();
        await page.getByLabel('Your text, or a link').fill('https://example.org/honey');
        await page.getByText('This is a link').waitFor();
        await look(visitor, 'create-text');
        fake.writingMs = 60_000;
        await page.getByRole('button', { name: 'Write script' }).click();
        await page.getByText('Writing the script…').waitFor();
        await look(visitor, 'create-writing');
        await page.getByRole('button', { name: 'Stop' }).click();
        await page.getByRole('button', { name: 'Write script' }).waitFor();
        await page.getByRole('group').locator('summary').click();
        await page.getByText('Owner of this server').waitFor();
        await look(visitor, 'menu');
    });

    it('script', async () => {
        await signIn('/script');
        const { page } = visitor;
        await page.getByRole('heading', { name: 'There is no script yet' }).waitFor();
        await look(visitor, 'script-none');
        await page.getByRole('link', { name: 'Start with the words' }).click();
        await page.getByRole('radio', { name: 'My topic' }).check();
        await page.getByLabel('Your topic').fill('How do bees make honey?');
        await page.getByRole('button', { name: 'Write script' }).click();
        await page.getByRole('heading', { name: 'Your script' }).waitFor();
        await look(visitor, 'script');
        await page.getByLabel('Title').fill(`${'Honigbienenvolksbetrachtung'.repeat(5)} ends`);
        await page.getByLabel('Words of scene 4').fill(`${'Honigbienenvolksbetrachtung'.repeat(5)} is a word.`);
        await page.getByRole('button', { name: 'Keep the earlier one: the picture of scene 4' }).waitFor();
        await look(visitor, 'script-rewritten');
        await page.getByRole('button', { name: 'Keep the earlier one: the picture of scene 4' }).click();
        await page.getByRole('button', { name: 'Choose anew from the words: the picture of scene 4' }).waitFor();
        await page.getByRole('button', { name: 'Remove scene 2' }).click();
        await page.getByLabel('Words of scene 1').fill('…');
        await page.getByRole('button', { name: 'Create video' }).click();
        await page.getByText('at least one letter').first().waitFor();
        await look(visitor, 'script-removed-and-wrong');
    });

    it('board', async () => {
        const user = withVideos(0);
        const { page } = visitor;
        fake.work.paused = true;
        const blocker = fake.work.seed(user, 'Why do cats purr?', 5);
        const { script } = blocker;
        const task = fake.work.order(user, 'How do bees make honey?', script, ['vertical', 'wide'], 'aurora');
        await page.goto(`/make/${task.id}`);
        await logIn(page);
        await page.getByText('Yours is next').waitFor();
        await look(visitor, 'board-waiting');
        fake.work.noWorker = true;
        fake.work.onChange(task);
        await page.getByText('No worker is running').waitFor();
        await page.getByRole('link', { name: '1 waiting' }).waitFor();
        await look(visitor, 'board-no-worker');
        fake.work.noWorker = false;
        Object.assign(task, {
            state: 'RETRY',
            error: { code: 'unavailable', message: 'the language model did not answer', cause: 'model' },
        });
        fake.work.onChange(task);
        await page.getByText('The language model did not answer.').waitFor();
        await page.getByText(/^The next try is at \d\d:\d\d:\d\d, in \d+ s\.$/).waitFor();
        await look(visitor, 'board-retry');
        task.error = undefined;
        Object.assign(task, { state: 'PROGRESS', step: 6, startedAt: new Date().toISOString() });
        fake.work.onChange(task);
        await page.getByText('Drawing the vertical cut').first().waitFor();
        await look(visitor, 'board');
        await page.getByRole('radio', { name: 'Wide' }).check();
        task.step = 11;
        fake.work.onChange(task);
        await page.getByText('Drawing the wide cut').first().waitFor();
        await look(visitor, 'board-wide');
        await page.getByRole('button', { name: 'Cancel' }).click();
        await page.getByRole('heading', { name: 'Stop making this video?' }).waitFor();
        await look(visitor, 'board-cancel');
        await page.getByRole('button', { name: 'Stop it' }).click();
        await page.getByText('Stopping…').first().waitFor();
        fake.work.paused = false;
        await page.getByText('It was stopped before it was done').waitFor();
        await look(visitor, 'board-cancelled');
        fake.work.failNextAt(4, { code: 'gate_failed', message: 'The sound was too quiet in two places: -23 LUFS.' });
        await page.getByRole('button', { name: 'Make again' }).click();
        await page.getByText('The sound was too quiet').waitFor();
        await look(visitor, 'board-failed');
        await page.getByRole('button', { name: 'Try again' }).click();
        await page.getByRole('heading', { name: 'Downloads' }).waitFor();
        await look(visitor, 'board-done');
        await page.getByRole('tab', { name: 'Wide' }).click();
        await look(visitor, 'board-done-wide');
        await page.goto('/make/unknown');
        await page.getByRole('heading', { name: 'There is no such video' }).waitFor();
        await look(visitor, 'board-unknown');
    });

    it('library', async () => {
        const user = withVideos(23);
        fake.work.paused = true;
        const [newest] = fake.work.videos;
        const running = fake.work.order(user, 'Why is the sea salty?', newest!.script, ['vertical', 'wide'], 'night');
        Object.assign(running, { state: 'PROGRESS', step: 5 });
        const failed = fake.work.videos[3];
        Object.assign(fake.work.taskOf(failed!), {
            state: 'FAILURE',
            error: { code: 'io', message: 'The disk is full.' },
        });
        const { page } = visitor;
        await page.goto('/library');
        await logIn(page);
        await page.getByText('Page 1 of 2').waitFor();
        await look(visitor, 'library');
        await page.getByLabel('Search by title').fill('zebra');
        await page.getByRole('heading', { name: 'Nothing is called “zebra”' }).waitFor();
        expect(page.url()).toContain('search=zebra');
        await look(visitor, 'library-nothing');
        await page.getByRole('button', { name: 'Show all' }).click();
        await page.getByRole('button', { name: 'Delete Why is the sky blue?' }).first().click();
        await page.getByText('is in the trash').waitFor();
        await page.getByRole('link', { name: 'Trash' }).click();
        await page.getByRole('button', { name: 'Restore' }).waitFor();
        await look(visitor, 'library-trash');
        await page.getByRole('button', { name: 'Delete for ever' }).click();
        await look(visitor, 'library-delete');
        await page.getByRole('dialog').getByRole('button', { name: 'Delete for ever' }).click();
        await page.getByRole('heading', { name: 'The trash is empty' }).waitFor();
        await look(visitor, 'library-trash-empty');
    });

    it('empty library, unknown address', async () => {
        await signIn('/library');
        const { page } = visitor;
        await page.getByRole('heading', { name: 'No videos yet' }).waitFor();
        await look(visitor, 'library-empty');
        await page.goto('/no/such/page');
        await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
        await look(visitor, 'missing');
    });

    it('video', async () => {
        withVideos(1);
        const { page } = visitor;
        await page.goto(`/videos/${fake.work.videos[0]!.id}`);
        await logIn(page);
        await page.getByText('Captions, thumbnails, texts').click();
        await page.getByText('captions.vtt').waitFor();
        await look(visitor, 'video');
    });

    it('settings', async () => {
        await signIn('/settings');
        const { page } = visitor;
        await page.getByLabel('Address').fill('http://127.0.0.1:8000/v1');
        await page.getByLabel('Model', { exact: true }).fill('small');
        await page.getByRole('button', { name: 'Test' }).click();
        await page.getByText('The model answered. (0.4 s)').waitFor();
        await look(visitor, 'settings');
        await page.getByRole('textbox', { name: 'Current password' }).fill('not it');
        await page.getByRole('textbox', { name: 'New password' }).fill('short');
        await page.getByRole('button', { name: 'Change password' }).click();
        await page.getByText('At least 12 characters.').first().waitFor();
        await look(visitor, 'settings-wrong');
        fake.settings.model = { base_url: '', name: '', has_key: false, source: 'default' };
        await page.reload();
        await page.getByRole('button', { name: 'Connect' }).click();
        await page.getByText('Give the address first.').waitFor();
        await page.getByLabel('Address').fill('nonsense');
        await page.getByRole('button', { name: 'Connect' }).click();
        await page.getByText('An address begins with').waitFor();
        // What was wrong with other words is not said of these.
        await page.getByLabel('Address').fill('http://nowhere.test/v1');
        await page.getByText('An address begins with').waitFor({ state: 'detached' });
        await page.getByRole('button', { name: 'Connect' }).click();
        await page.getByText('Nothing answers at this address.').waitFor();
        await look(visitor, 'settings-no-model');
        fake.settings.model = {
            base_url: 'http://127.0.0.1:8000/v1',
            name: 'small',
            has_key: true,
            source: 'environment',
        };
        await page.reload();
        await page.getByText("Set in the server's environment").waitFor();
        await look(visitor, 'settings-given');
        await page.getByText('1 video at once, all queues').waitFor();
        await page.getByRole('button', { name: 'Pause default' }).click();
        await page.getByText('Paused ·').waitFor();
        // It keeps itself up to date.
        fake.work.noWorker = true;
        await page.getByText('No worker is running').waitFor();
        await page.getByRole('button', { name: 'Resume default' }).waitFor();
        await look(visitor, 'settings-queue-paused');
    });

    it('server away, offline', async () => {
        await signIn('/library');
        visitor.serverMayBeAway = true;
        const { page } = visitor;
        await fake.stop();
        await page.getByRole('link', { name: 'Create', exact: true }).click();
        await page.getByText('The server cannot be reached').waitFor();
        await visitor.context.setOffline(true);
        await page.getByText('You are offline').waitFor();
        await look(visitor, 'offline');
    });
});

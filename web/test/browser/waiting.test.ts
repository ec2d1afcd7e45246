// Videos that wait, told the same in all places; and the queues as those see them who look after the server. Needs the
// fake server's handles.

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeApi } from '../fake_api.ts';
import { scriptFor } from '../fake_content.ts';
import type { FakeTask } from '../fake_tasks.ts';
import { logIn, look, newVisitor, openBrowser, owner, type Visitor } from './support.ts';

describe.skipIf(process.env['MSS_BASE_URL'] !== undefined)('waiting', () => {
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
        fake.work.paused = true;
        user = fake.addAccount(owner.email, owner.password).id;
        visitor = await newVisitor(browser, fake.address);
        page = visitor.page;
    });
    afterEach(async () => {
        await visitor.context.close();
        await fake.stop();
        expect(visitor.faults).toEqual([]);
    });

    function order(title: string): FakeTask {
        return fake.work.order(user, title, scriptFor(title, 'en'), ['vertical', 'wide'], '');
    }

    function tell(task: FakeTask, change: Partial<FakeTask>): void {
        Object.assign(task, change);
        fake.work.onChange(task);
    }

    async function open(path: string, email = owner.email): Promise<void> {
        await page.goto(path);
        await logIn(page, email);
    }

    function linesOf(link: string): Promise<number> {
        return page.getByRole('link', { name: link, exact: true }).evaluate((element) => {
            const range = document.createRange();
            range.selectNodeContents(element);
            return new Set([...range.getClientRects()].map((box) => box.top)).size;
        });
    }

    it('is told the same in the header, on the board and in the library', async () => {
        const first = order('How do bees make honey?');
        tell(first, { state: 'PROGRESS', step: 5 });
        const second = order('Why do cats purr?');
        order('What is a black hole?');
        await open(`/make/${second.id}`);
        await page.getByText('1 video before yours').waitFor();
        await page.getByRole('link', { name: '1 being made, 2 waiting' }).waitFor();
        await look(visitor, 'board-one-before');
        for (const width of [390, 320]) {
            await page.setViewportSize({ width, height: 740 });
            await expect.poll(() => linesOf('Create'), { message: `lines of the word at ${width}` }).toBe(1);
            const contentWidth = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
            await expect.poll(contentWidth).toBeLessThanOrEqual(width);
        }
        await page.setViewportSize({ width: 1440, height: 900 });
        // At once, not when the header asks the next time.
        await page.route('**/api/v1/tasks', () => {});
        tell(second, { state: 'PROGRESS', step: 1 });
        await page.getByText('Being made', { exact: true }).waitFor();
        expect(await page.getByRole('link', { name: '2 being made, 1 waiting' }).count()).toBe(1);
        await page.unroute('**/api/v1/tasks');
        await page.goto('/library');
        const card = page.getByRole('listitem').filter({ hasText: 'Why do cats purr?' });
        await card.getByText('Being made').waitFor();
        await look(visitor, 'library-waiting');
    });

    it('can be stopped and begun again for a whole queue, also for one where nothing waits', async () => {
        await open('/settings');
        await page.getByText('0 being made, 0 waiting, 0 failed').waitFor();
        await page.getByRole('button', { name: 'Pause default' }).click();
        await page.getByText('Paused ·').waitFor();
        expect(fake.work.queuePaused).toBe(true);
        await page.getByRole('button', { name: 'Resume default' }).click();
        await page.getByRole('button', { name: 'Pause default' }).waitFor();
        expect(fake.work.queuePaused).toBe(false);
    });

    it('says what each worker takes, whatever the server tells of it', async () => {
        fake.work.workers = [
            { name: 'oak:1', concurrency: 2, all_queues: false, queues: ['default', 'night'] },
            { name: 'elm:2', concurrency: 1, queues: [] },
            { name: 'fir:3' },
        ];
        await open('/settings');
        await page.getByText('3 workers').waitFor();
        const told = await page.locator('.workers li').allTextContents();
        expect(told).toEqual([
            'oak:1 (2 videos at once, only default and night)',
            'elm:2 (1 video at once, all queues)',
            'fir:3 (all queues)',
        ]);
        await look(visitor, 'settings-workers');
    });

    it('keeps the queues up to date while somebody looks', async () => {
        await open('/settings');
        await page.getByText('0 being made, 0 waiting, 0 failed').waitFor();
        order('How do bees make honey?');
        await page.getByText('0 being made, 1 waiting, 0 failed').waitFor();
        // Nobody looks: nothing is asked.
        let asked = 0;
        page.on('request', (request) => {
            if (request.url().endsWith('/queues')) asked += 1;
        });
        const seen = (hidden: boolean): Promise<void> =>
            page.evaluate((value) => {
                Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
                document.dispatchEvent(new Event('visibilitychange'));
            }, hidden);
        await seen(true);
        order('Why do cats purr?');
        await page.waitForTimeout(6000);
        expect(asked).toBe(0);
        await seen(false);
        await page.getByText('0 being made, 2 waiting, 0 failed').waitFor();
        visitor.serverMayBeAway = true;
        await fake.stop();
        await page.getByText('This is how it was; the page keeps asking.').waitFor();
        await page.getByText('0 being made, 2 waiting, 0 failed').waitFor();
        await look(visitor, 'settings-queue-away');
        await fake.start();
        await page.getByText('This is how it was').waitFor({ state: 'detached' });
    });

    it.each([
        ['operator', true, true],
        ['viewer', true, false],
        ['creator', false, false],
    ] as const)('shows the queues to a role that may see them: %s', async (role, sees, changes) => {
        fake.addAccount('other@example.org', owner.password, role);
        await open('/settings', 'other@example.org');
        await page.getByRole('heading', { name: 'Appearance' }).waitFor();
        if (sees) await page.getByText('1 video at once, all queues').waitFor();
        expect(await page.getByRole('heading', { name: 'Queues' }).count()).toBe(sees ? 1 : 0);
        expect(await page.getByRole('button', { name: 'Pause default' }).count()).toBe(changes ? 1 : 0);
    });

    it('is told of a script where there is one, and shown the video of a page that was opened too early', async () => {
        const task = order('How do bees make honey?');
        await open(`/make/${task.id}`);
        await page.getByRole('button', { name: 'Cancel' }).click();
        await page.getByText('You can have it made again.').waitFor();
        expect(await page.getByText('Its script stays').count()).toBe(0);
        await page.getByRole('button', { name: 'Go on making it' }).click();
        tell(task, { state: 'PROGRESS', step: 5 });
        await page.getByText('Being made', { exact: true }).waitFor();
        await page.getByRole('button', { name: 'Cancel' }).click();
        await page.getByText('Its script stays, so you can make it again.').waitFor();

        await page.goto(`/videos/${task.video.id}`);
        await page.getByRole('link', { name: 'Watch it being made' }).waitFor();
        await page.getByText('Being made', { exact: true }).waitFor();
        tell(task, { state: 'SUCCESS' });
        await page.getByRole('heading', { name: 'Downloads' }).waitFor();
    });
});

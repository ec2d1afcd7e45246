// A maker's missteps and second thoughts, from the words to the order and back from the trash. Needs the fake server's
// handles.

import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeApi } from '../fake_api.ts';
import { scriptFor } from '../fake_content.ts';
import { logIn, look, newVisitor, openBrowser, owner, type Visitor } from './support.ts';

const phone = { width: 390, height: 740 };

describe.skipIf(process.env['MSS_BASE_URL'] !== undefined)('maker', () => {
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

    async function open(path: string): Promise<void> {
        await page.goto(path);
        await logIn(page);
    }

    async function openScript(seconds: number): Promise<void> {
        await open('/');
        await page.getByRole('spinbutton', { name: 'Length' }).fill(String(seconds));
        await page.getByRole('radio', { name: 'My topic' }).check();
        await page.getByLabel('Your topic').fill('How do bees make honey?');
        await page.getByLabel('Your topic').press('Enter');
        await page.getByRole('heading', { name: 'Your script' }).waitFor();
    }

    /** By its place, as a mouse does: what lies over it takes the click. */
    async function clickPicture(card: Locator): Promise<void> {
        const box = await card.locator('.card-picture').boundingBox();
        await page.mouse.click(box!.x + box!.width / 2, box!.y + box!.height / 2);
    }

    const bar = (): Locator => page.locator('.action-bar').getByRole('status');

    /** Seen whole, between the header and the bar, with the focus in it. */
    async function expectInView(field: Locator): Promise<void> {
        await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
        const room = await field.evaluate((element) => {
            const frame = element.closest('.scene, .field, .segments') ?? element;
            const box = frame.getBoundingClientRect();
            const header = document.querySelector('.header')?.getBoundingClientRect().bottom ?? 0;
            const foot = document.querySelector('.action-bar')?.getBoundingClientRect().top ?? innerHeight;
            return { above: box.top - header, below: foot - box.bottom };
        });
        expect(room.above).toBeGreaterThanOrEqual(0);
        expect(room.below).toBeGreaterThanOrEqual(0);
    }

    /** Beside the field, as its description, and nowhere else. */
    async function expectToldOnce(words: string, field: Locator): Promise<void> {
        await page.getByText(words).first().waitFor();
        expect(await page.getByText(words).count()).toBe(1);
        const described = await field.evaluate((element) =>
            (element.getAttribute('aria-describedby') ?? '')
                .split(' ')
                .map((id) => document.getElementById(id)?.textContent)
                .join(' '),
        );
        expect(described).toContain(words);
        expect(await field.getAttribute('aria-invalid')).toBe('true');
    }

    it('types a length key by key, and is told of the limits where it is beyond them', async () => {
        await open('/');
        const field = page.getByRole('spinbutton', { name: 'Length' });
        const summary = page.locator('.action-summary p').first();
        const retype = async (text: string): Promise<void> => {
            await field.press('ControlOrMeta+a');
            await field.pressSequentially(text);
        };
        for (const text of ['60', '45', '20', '90']) {
            await retype(text);
            expect(await field.inputValue()).toBe(text);
            await expect.poll(() => summary.textContent()).toBe(`${text} seconds, vertical and wide`);
        }
        const limits = page.getByText('A video is 15 to 600 seconds long.');
        await page.getByText('15 to 600 seconds.', { exact: true }).waitFor();
        expect(await limits.count()).toBe(0);
        await retype('7');
        expect(await field.inputValue()).toBe('7');
        await field.press('Tab');
        await expect.poll(() => field.inputValue()).toBe('15');
        await limits.waitFor();
        await look(visitor, 'create-length-limits');
        // What was emptied is what it was.
        await retype('45');
        await limits.waitFor({ state: 'detached' });
        await field.press('Backspace');
        await field.press('Backspace');
        await field.press('Tab');
        await expect.poll(() => field.inputValue()).toBe('45');
        await retype('700');
        await field.press('Enter');
        await expect.poll(() => field.inputValue()).toBe('600');
        await limits.waitFor();
        // Sent at once, the last words count.
        await retype('8');
        await page.getByRole('radio', { name: 'My topic' }).check();
        await page.getByLabel('Your topic').fill('How do bees make honey?');
        const sent = page.waitForRequest('**/preview-script');
        await retype('20');
        await page.getByRole('button', { name: 'Write script' }).click();
        expect((await sent).postDataJSON()).toMatchObject({ duration: 20 });
    });

    it('calls a video without a title by its first words, and leads to it from the whole card', async () => {
        fake.work.paused = true;
        await open('/');
        await page.getByRole('radio', { name: 'My text' }).check();
        await page.getByLabel('Your text, or a link').fill('Bees carry nectar home. Then they dry it.\n\nThey dance.');
        await page.getByRole('button', { name: 'Use it word for word' }).click();
        await page.getByLabel('Title').fill('');
        await page.getByText('Without a title the video is called by its first words.').waitFor();
        expect(await page.getByLabel('Title').getAttribute('placeholder')).toBe('Bees carry nectar home');
        await look(visitor, 'script-untitled');
        await page.getByRole('link', { name: 'Words', exact: true }).click();
        await page.getByText('You have an unfinished script: Bees carry nectar home').waitFor();
        await page.getByRole('link', { name: 'Go on writing' }).click();
        await page.getByRole('button', { name: 'Create video' }).click();
        await page.waitForURL('**/make/*');
        const task = [...fake.work.tasks.values()].at(-1)!;
        expect(task.video.title).toBe('');
        Object.assign(task, { state: 'PROGRESS', step: 4 });
        fake.work.onChange(task);
        await page.getByRole('heading', { name: 'Bees carry nectar home' }).waitFor();

        await page.goto('/library');
        const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Untitled video' }) });
        await card.locator('.card-picture').waitFor();
        await look(visitor, 'library-untitled');
        await clickPicture(card);
        await page.waitForURL('**/make/*');
        await page.goBack();
        await card.getByRole('link').press('Enter');
        await page.waitForURL('**/make/*');
        await page.goBack();
        await card.getByRole('button', { name: 'Delete Untitled video' }).click();
        await page.getByText('“Untitled video” is in the trash.').waitFor();
        expect(new URL(page.url()).pathname).toBe('/library');
    });

    it('takes a text with marks word for word, and says so where nobody can read them', async () => {
        const marked = '# My trip to Norway\n\nWe left on **Monday** with [a small van](https://example.com/van).';
        await open('/');
        await page.getByRole('radio', { name: 'My text' }).check();
        await page.getByLabel('Your text, or a link').fill(marked);
        await page.getByRole('button', { name: 'Use it word for word' }).click();
        await page.getByText('Markup such as').waitFor();
        expect(await page.getByLabel('Title').inputValue()).toBe('My trip to Norway');
        expect(await page.getByLabel('Words of scene 1').inputValue()).toBe('We left on Monday with a small van.');
        expect(await page.getByLabel('Words of scene 2').count()).toBe(0);
        await look(visitor, 'script-of-marked-text');

        await page.getByRole('link', { name: 'Words', exact: true }).click();
        visitor.serverMayBeAway = true;
        await page.route('**/preview-script', (route) => route.abort());
        await page.getByRole('button', { name: 'Use it word for word' }).click();
        await page.getByText('The server could not be asked').waitFor();
        expect(await page.getByLabel('Words of scene 1').inputValue()).toBe('# My trip to Norway');
        await page.unroute('**/preview-script');
        visitor.serverMayBeAway = false;
    });

    it('is told of a text without a word that there is nothing to say, and offered no way to use it', async () => {
        await open('/');
        await page.getByRole('radio', { name: 'My text' }).check();
        await page.getByLabel('Your text, or a link').fill('🎉🎉🎉');
        await page.getByText('There is nothing to say in it yet: add some words.').waitFor();
        expect(await page.getByRole('button', { name: 'Use it word for word' }).count()).toBe(0);
        await page.getByRole('button', { name: 'Write script' }).click();
        await expectToldOnce('There is nothing to say in it. Add some words.', page.getByLabel('Your text, or a link'));
        expect(await page.getByRole('button', { name: 'Use it word for word' }).count()).toBe(0);
        await look(visitor, 'create-text-without-words');
    });

    it('sees the whole player, with its controls, without scrolling', async () => {
        const video = fake.work.seed(user, 'How do bees make honey out of the nectar of a thousand flowers in summer?', 1);
        await open(`/videos/${video.id}`);
        for (const [width, height] of [[1440, 900], [1280, 720]] as const) {
            await page.setViewportSize({ width, height });
            for (const cut of ['Vertical', 'Wide']) {
                await page.getByRole('tab', { name: cut }).click();
                const box = await page.locator('.player video').boundingBox();
                expect(box!.y + box!.height, `${cut} at ${width}x${height}`).toBeLessThanOrEqual(height);
                expect(box!.height).toBeGreaterThan(height / 3);
                if (process.env['MSS_SCREENSHOTS'] !== undefined)
                    await page.screenshot({ path: `${process.env['MSS_SCREENSHOTS']}/player-${cut}-${height}.png` });
            }
        }
    });

    it('presses the button under the pointer, also where that puts a length right that cannot be', async () => {
        await open('/');
        // All of the page is seen, so that what comes into it would push the bar at its foot down.
        await page.setViewportSize({ width: 1440, height: 1600 });
        await page.getByRole('radio', { name: 'My topic' }).check();
        await page.getByLabel('Your topic').fill('How do bees make honey?');
        const button = page.getByRole('button', { name: 'Create video' });
        await page.getByRole('spinbutton', { name: 'Length' }).fill('700');
        const before = await button.boundingBox();
        await page.mouse.move(before!.x + before!.width / 2, before!.y + before!.height - 3);
        await page.mouse.down();
        await page.getByText('A video is 15 to 600 seconds long.').waitFor();
        expect(await button.boundingBox()).toEqual(before);
        const sent = page.waitForRequest('**/create-video-enhanced');
        await page.mouse.up();
        expect((await sent).postDataJSON()).toMatchObject({ duration: 600 });
    });

    it('keeps the buttons where they are when there is a hint beside them', async () => {
        await open('/');
        // What is shorter than the window would end above its foot, and the bar with it.
        await page.setViewportSize({ width: 1440, height: 500 });
        await page.getByRole('radio', { name: 'My text' }).check();
        await page.getByLabel('Your text, or a link').fill('Bees carry nectar home.\n\nThey dry it.');
        await page.getByRole('button', { name: 'Use it word for word' }).click();
        const button = page.getByRole('button', { name: 'Create video' });
        const places = (): Promise<number[]> =>
            button.evaluate((element) => {
                const bar = element.closest('.action-bar')!.getBoundingClientRect();
                const own = element.getBoundingClientRect();
                return [bar.top, bar.height, own.top, own.height];
            });
        await page.getByLabel('Words of scene 2').fill('');
        expect(await bar().textContent()).toBe('');
        const without = await places();
        await button.click();
        await expect.poll(() => bar().textContent()).toBe('Scene 2 needs a look.');
        expect(await places()).toEqual(without);
    });

    it('is led from the button to the scene that is at fault, and told there what is wrong', async () => {
        await openScript(60);
        await page.setViewportSize(phone);
        await page.getByLabel('Words of scene 2').fill('…');
        await page.getByLabel('Words of scene 4').fill('');
        await page.getByLabel('Quality').scrollIntoViewIfNeeded();
        await page.getByRole('button', { name: 'Create video' }).click();
        await expectInView(page.getByLabel('Words of scene 2'));
        await expectToldOnce('A scene needs at least one letter or digit.', page.getByLabel('Words of scene 2'));
        expect(await bar().textContent()).toBe('Scenes 2 and 4 need a look.');
        await page.keyboard.type('Bees drink.');
        await expect.poll(() => bar().textContent()).toBe('Scene 4 needs a look.');
        await page.getByRole('button', { name: 'Create video' }).click();
        await expectInView(page.getByLabel('Words of scene 4'));
        await expectToldOnce('Write something here, or delete the scene.', page.getByLabel('Words of scene 4'));
        await look(visitor, 'script-refused');
        await page.setViewportSize(phone);
        await page.keyboard.type('They fan.');
        await page.getByRole('button', { name: 'Create video' }).click();
        await page.waitForURL('**/make/*');
    });

    it('is led to the shape, the words or the topic that is missing', async () => {
        await open('/');
        await page.setViewportSize(phone);
        await page.getByLabel('Quality').scrollIntoViewIfNeeded();
        await page.getByRole('button', { name: 'Create video' }).click();
        await expectInView(page.getByLabel('Your niche'));
        await expectToldOnce('Find topics and pick one first.', page.getByLabel('Your niche'));
        await look(visitor, 'create-refused');
        await page.setViewportSize(phone);
        await page.getByRole('button', { name: 'Animals' }).click();
        const first = page.getByLabel('How do bees make honey?');
        await first.waitFor();
        await page.getByText('Find topics and pick one first.').waitFor({ state: 'detached' });
        await page.getByLabel('Quality').scrollIntoViewIfNeeded();
        await page.getByRole('button', { name: 'Write script' }).click();
        await expectInView(first);
        await page.keyboard.press('Space');
        await page.getByRole('checkbox', { name: 'Vertical' }).uncheck();
        await page.getByRole('checkbox', { name: 'Wide' }).uncheck();
        expect(await page.getByRole('checkbox', { name: 'Vertical' }).isChecked()).toBe(false);
        await page.getByLabel('Quality').scrollIntoViewIfNeeded();
        await page.getByRole('button', { name: 'Create video' }).click();
        await expectInView(page.getByRole('checkbox', { name: 'Vertical' }));
        expect(await page.getByText('Choose at least one shape.').count()).toBe(1);
        await look(visitor, 'create-no-shape');
    });

    it('is told once what the server refused, where it can be seen', async () => {
        await openScript(60);
        await page.setViewportSize(phone);
        fake.refuseNext = { status: 429, code: 'too_many_videos', detail: 'You have 100 unfinished videos.' };
        await page.getByRole('button', { name: 'Create video' }).click();
        const notice = page.getByRole('alert');
        await notice.waitFor();
        expect(await page.getByText('You have 100 unfinished videos.').count()).toBe(1);
        const isSeen = (): Promise<boolean> =>
            notice.evaluate((element) => element.getBoundingClientRect().bottom < innerHeight);
        await expect.poll(isSeen).toBe(true);
        await look(visitor, 'script-too-many');
    });

    it('sees in the form itself what is wrong there', async () => {
        await open('/settings');
        await page.setViewportSize({ width: 390, height: 520 });
        await page.getByRole('button', { name: 'Connect' }).scrollIntoViewIfNeeded();
        await page.getByRole('button', { name: 'Connect' }).click();
        await expectInView(page.getByLabel('Address'));
        await page.getByRole('button', { name: 'Change password' }).scrollIntoViewIfNeeded();
        await page.getByRole('button', { name: 'Change password' }).click();
        await expectInView(page.getByRole('textbox', { name: 'New password' }));
    });

    it('is asked for what was left empty at the door', async () => {
        await page.goto('/');
        await page.getByRole('button', { name: 'Log in' }).click();
        await page.getByText('Give your e-mail address.').waitFor();
        await page.getByText('Give your password.').waitFor();
        await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('email');
        await look(visitor, 'log-in-empty');
        await logIn(page);
    });

    it('has other ways where a text is too short, and can type at once where one is chosen', async () => {
        await open('/');
        await page.getByRole('radio', { name: 'My text' }).check();
        await page.getByLabel('Your text, or a link').fill('Nothing is known.');
        await page.getByRole('button', { name: 'Write script' }).click();
        await page.getByRole('heading', { name: 'There is too little to go on yet' }).waitFor();
        expect(await page.getByText('No source says enough about “Nothing is known.”.').count()).toBe(1);
        expect(await bar().textContent()).toBe('');
        expect(await page.getByRole('button', { name: 'Paste a text' }).count()).toBe(0);
        await look(visitor, 'create-text-too-short');
        await page.getByRole('button', { name: 'Write more' }).click();
        await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('text');
    });

    it('is offered what the server offers: the text as it is, another link, and whom to ask', async () => {
        fake.addAccount('bob@example.org', owner.password, 'creator');
        await page.goto('/');
        await logIn(page, 'bob@example.org');
        await page.getByRole('radio', { name: 'My topic' }).check();
        await page.getByLabel('Your topic').fill('Nothing is known about zorps');
        await page.keyboard.press('Enter');
        await page.getByText('Ask the owner of this studio to connect a language model.').waitFor();
        const ways = page.getByRole('alert').getByRole('button');
        expect(await ways.count()).toBe(2);
        await look(visitor, 'create-no-material-creator');
        await page.getByRole('button', { name: 'Give a link' }).click();
        await page.getByLabel('Your text, or a link').fill('https://example.org/nothing-is-known');
        await page.getByRole('button', { name: 'Write script' }).click();
        await page.getByRole('button', { name: 'Give another link' }).waitFor();
        expect(await ways.count()).toBe(3);
        expect(await page.getByRole('button', { name: 'Write more' }).count()).toBe(0);
        await look(visitor, 'create-link-no-material');
        await page.getByLabel('Your text, or a link').fill('Nothing is known.');
        await page.getByRole('button', { name: 'Create video' }).click();
        await page.getByRole('button', { name: 'Use it word for word As' }).click();
        expect(await page.getByLabel('Words of scene 1').inputValue()).toBe('Nothing is known.');
    });

    it('sees the length that the server plans with, at once and after each change', async () => {
        fake.secondsPerWord = 1;
        fake.writtenNotices = ['The words take about 91 seconds to say; 60 were asked for.'];
        await openScript(60);
        const summary = page.locator('.action-summary p').first();
        const length = async (): Promise<string> => /about (.*)$/.exec((await summary.textContent())!)![1]!;
        expect(await length()).toBe('1 min 31 s');
        expect(await bar().textContent()).toBe('Longer than the 1 min you asked for.');
        expect(fake.lengths.asked).toBe(0);
        await look(visitor, 'script-written-notice');
        // The scenes add up to it.
        const scenes = await page.locator('.scene-count').allTextContents();
        const sum = scenes.reduce((all, text) => all + Number(/(\d+) s$/.exec(text)![1]), 0);
        expect(Math.abs(sum - 91)).toBeLessThanOrEqual(3);

        const added = 'And so on, until the jar is full again.';
        fake.lengths.takeMs = 2000;
        await page.getByRole('button', { name: 'Add a scene', exact: true }).click();
        await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
        await page.keyboard.insertText(added);
        expect(await length()).toMatch(/^1 min 3[1-9] s$/);
        await expect.poll(length).toBe('1 min 40 s');
        expect(fake.lengths.asked).toBe(1);

        // An empty scene is none; a slow answer about words that have changed since is not waited for.
        fake.lengths.takeMs = 1500;
        await page.getByRole('button', { name: 'Add a scene', exact: true }).click();
        await page.getByLabel('Words of scene 7').fill('And so on.');
        await expect.poll(() => fake.lengths.asked).toBe(2);
        fake.lengths.takeMs = 0;
        await page.getByLabel('Words of scene 7').fill('And so on and on.');
        await expect.poll(length).toBe('1 min 36 s');
        await page.waitForTimeout(1600);
        expect(await length()).toBe('1 min 36 s');
        expect(fake.lengths.asked).toBe(3);

        // Where the server says nothing, nothing jumps and nobody is told.
        visitor.serverMayBeAway = true;
        fake.lengths.refusal = { status: 503, code: 'unavailable' };
        await page.getByLabel('Words of scene 7').fill('And so on and.');
        await expect.poll(() => fake.lengths.asked).toBe(4);
        expect(await length()).toBe('1 min 35 s');
        expect(await page.getByRole('alert').count()).toBe(0);
        fake.lengths.refusal = undefined;
        await page.reload();
        await expect.poll(length).toBe('1 min 35 s');

        // Ordering waits for none of it.
        fake.lengths.takeMs = 60_000;
        await page.getByRole('button', { name: 'Remove scene 8' }).click();
        await page.getByLabel('Words of scene 1').fill('The newest words.');
        await page.waitForTimeout(1000);
        await page.getByRole('button', { name: 'Create video' }).click();
        await page.waitForURL('**/make/*');
        expect([...fake.work.tasks.values()].at(-1)!.video.script.scenes[0]!.text).toBe('The newest words.');
    });

    it('says how the script is to be spoken', async () => {
        fake.work.paused = true;
        await openScript(60);
        await page.getByText('How it is spoken').click();
        await page.getByLabel('Pace').selectOption('Faster');
        await page.getByLabel('Pronunciations').fill('nectar = neck tar\nhoney');
        await page.getByText('Stress and pause').nth(1).click();
        await page.getByLabel('Words to stress in scene 2').fill('sweet, ');
        await page.getByText('“sweet” is not in this scene.').waitFor();
        const word = /\p{L}{4,}/u.exec(await page.getByLabel('Words of scene 2').inputValue())![0];
        await page.getByLabel('Words to stress in scene 2').fill(word);
        await page.getByLabel('Silence after scene 2').selectOption('2 s more');
        await page.getByText(`Said with stress on ${word} and 2 s of silence after it`).waitFor();
        await page.getByRole('button', { name: 'Create video' }).click();
        await page.getByText('Write “honey” as: word = how to say it.').waitFor();
        await expect.poll(() => bar().textContent()).toBe('The list of pronunciations needs a look.');
        await look(visitor, 'script-spoken');
        await page.getByLabel('Pronunciations').fill('nectar = neck tar\n');
        await page.reload();
        expect(await page.getByLabel('Pronunciations').inputValue()).toBe('nectar = neck tar');
        await page.getByRole('button', { name: 'Create video' }).click();
        await page.waitForURL('**/make/*');
        const { script } = [...fake.work.tasks.values()].at(-1)!.video;
        expect(script.pace).toBe(1.1);
        expect(script.pronunciations).toEqual(['nectar = neck tar']);
        expect(script.scenes[1]).toMatchObject({ emphasis: [word], pause_s: 2 });
    });

    it('is asked about the model in a small window', async () => {
        fake.settings.model = { base_url: 'http://127.0.0.1:8000/v1', name: 'small', has_key: true, source: 'page' };
        await open('/settings');
        await page.getByRole('button', { name: 'Disconnect' }).click();
        const dialog = await page.getByRole('dialog').boundingBox();
        expect(dialog!.width).toBeLessThan(500);
        await look(visitor, 'settings-disconnect');
    });

    it('is told how long it will be, beside what was asked for', async () => {
        await openScript(15);
        await expect.poll(() => bar().textContent()).toBe('Longer than the 15 s you asked for.');
        await page.getByText(/^6 scenes, \d+ words, about 3\d s$/).waitFor();
        await look(visitor, 'script-too-long');
        for (let scene = 0; scene < 3; scene += 1) await page.getByRole('button', { name: 'Remove scene 1' }).click();
        await page.getByLabel('Words of scene 3').fill('So each spoonful holds the work of many lives.');
        await expect.poll(() => bar().textContent()).toBe('You asked for 15 s.');
        await page.getByRole('button', { name: 'Remove scene 1' }).click();
        await expect.poll(() => bar().textContent()).toBe('Shorter than the 15 s you asked for.');
        await page.reload();
        await expect.poll(() => bar().textContent()).toBe('Shorter than the 15 s you asked for.');
    });

    it('hears of the search for topics that was made last, and of no other', async () => {
        await open('/');
        fake.refuseNext = { status: 429, code: 'rate_limited', detail: 'Wikipedia asks for patience.' };
        await page.getByLabel('Your niche').fill('zebras');
        await page.keyboard.press('Enter');
        const failed = page.getByText('Wikipedia asks for patience.');
        await failed.waitFor();
        await page.getByLabel('Your niche').fill('zebra');
        await failed.waitFor({ state: 'detached' });
        await page.keyboard.press('Enter');
        const nothing = page.getByText('Nothing was found for “zebra”.');
        await nothing.waitFor();
        fake.findingMs = 600;
        await page.getByRole('button', { name: 'Animals' }).click();
        await nothing.waitFor({ state: 'detached' });
        expect(await page.getByText('These are all that are known.').count()).toBe(0);
        // The answer to the earlier search comes after the one to the later.
        fake.findingMs = 0;
        await page.getByRole('button', { name: 'Space', exact: true }).click();
        await page.getByLabel('What is a black hole?').waitFor();
        await page.waitForTimeout(900);
        expect(await page.getByLabel('Why do cats purr?').count()).toBe(0);
    });

    it('is told where there is no room for what comes back from the trash', async () => {
        fake.work.paused = true;
        await open('/library');
        fake.work.order(user, 'The one too many', scriptFor('Bees', 'en'), ['wide'], '');
        await page.reload();
        await page.getByRole('button', { name: 'Delete The one too many' }).click();
        await page.getByText('is in the trash').waitFor();
        for (let number = 0; number < 100; number += 1) {
            fake.work.order(user, `Bee ${number}`, scriptFor('Bees', 'en'), ['wide'], '');
        }
        await page.getByRole('button', { name: 'Undo' }).click();
        await page.getByText('is not being made, since you have 100 unfinished videos').waitFor();
        await page.getByText('When one of those is done, open it and choose “Make again”.').waitFor();
        await look(visitor, 'library-no-room');
    });

    it('opens what lies in the trash from its whole card', async () => {
        const video = fake.work.seed(user, 'How do bees make honey?', 60);
        Object.assign(video, { trashedAt: new Date().toISOString() });
        await open('/library?trash=1');
        const card = page.getByRole('listitem').filter({ hasText: 'How do bees make honey?' });
        await clickPicture(card);
        await page.waitForURL(`**/videos/${video.id}`);
        await page.goBack();
        await card.getByRole('button', { name: 'Restore' }).click();
        await page.getByText('is back in the library').waitFor();
        expect(new URL(page.url()).pathname).toBe('/library');
        // A message that it is in the trash is not true any more.
        await page.getByRole('link', { name: 'Back to the library' }).click();
        await page.getByRole('button', { name: 'Delete How do bees make honey?' }).click();
        await page.getByText('is in the trash').waitFor();
        await page.getByRole('link', { name: 'Trash' }).click();
        await card.getByRole('button', { name: 'Restore' }).click();
        await page.getByText('is in the trash').waitFor({ state: 'detached' });
    });

    it('can take back the script that another video puts away', async () => {
        const video = fake.work.seed(user, 'Why do cats purr?', 60);
        await openScript(60);
        await page.getByLabel('Title').fill('Mine');
        await page.getByRole('link', { name: 'Library' }).click();
        await page.locator(`a[href="/videos/${video.id}"]`).click();
        await page.getByRole('button', { name: 'Edit and make again' }).click();
        await page.getByText('Your earlier script was put away.').waitFor();
        expect(await page.getByLabel('Title').inputValue()).toBe('Why do cats purr?');
        // On a narrow screen too, the button is one line.
        await page.setViewportSize(phone);
        const undo = await page.getByRole('button', { name: 'Undo' }).boundingBox();
        expect(undo!.height).toBeLessThan(44);
        await page.getByRole('button', { name: 'Undo' }).click();
        await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Mine');
    });

    it('keeps what is written while the order is on its way', async () => {
        await openScript(60);
        fake.orderingMs = 700;
        await page.getByRole('button', { name: 'Create video' }).click();
        await page.getByLabel('Words of scene 1').fill('An afterthought.');
        await page.waitForURL('**/make/*');
        await page.getByText('What you changed since is kept as your script.').waitFor();
        const ordered = [...fake.work.tasks.values()].at(-1)!.video.script;
        expect(ordered.scenes[0]!.text).not.toBe('An afterthought.');
        await page.goto('/script');
        expect(await page.getByLabel('Words of scene 1').inputValue()).toBe('An afterthought.');
    });

    it('is left where they have gone while the order is on its way, and told there of a refusal', async () => {
        fake.work.paused = true;
        await openScript(60);
        fake.orderingMs = 700;
        await page.getByRole('button', { name: 'Create video' }).click();
        await page.getByRole('link', { name: 'Library' }).click();
        await page.getByRole('link', { name: '1 waiting' }).waitFor();
        expect(new URL(page.url()).pathname).toBe('/library');
        await page.getByRole('link', { name: 'Create', exact: true }).click();
        expect(await page.getByText('You have an unfinished script').count()).toBe(0);

        await page.getByRole('button', { name: 'Create video' }).click();
        await page.getByRole('link', { name: 'Library' }).click();
        await expect.poll(() => fake.work.tasks.size).toBe(2);
        await page.getByRole('listitem').nth(1).waitFor();
        expect(new URL(page.url()).pathname).toBe('/library');

        await page.getByRole('link', { name: 'Create', exact: true }).click();
        await page.route('**/create-video-enhanced', async (route) => {
            await new Promise((resolve) => setTimeout(resolve, 500));
            await route.fulfill({ status: 429, json: { code: 'too_many_videos', detail: 'There are too many.' } });
        });
        await page.getByRole('button', { name: 'Create video' }).click();
        await page.getByRole('link', { name: 'Library' }).click();
        await page.getByText('There are too many.').waitFor();
    });

    it('makes a video again in its own language, and another one without the voice of that', async () => {
        const german = fake.work.seed(user, 'Warum schnurren Katzen?', 60);
        german.script = scriptFor('Warum schnurren Katzen?', 'de');
        Object.assign(german, { language: 'de', voice: 'espeak-de' });
        const english = fake.work.seed(user, 'Why do cats purr?', 50);
        await open('/');
        await page.getByLabel('Language').selectOption('fr');
        await page.getByLabel('Voice', { exact: true }).selectOption('espeak-fr');
        for (const [video, voice] of [
            [german, 'espeak-de'],
            [english, ''],
        ] as const) {
            await page.goto(`/videos/${video.id}`);
            await page.getByRole('button', { name: 'Edit and make again' }).click();
            await page.getByRole('heading', { name: 'Your script' }).waitFor();
            expect(await page.getByLabel('Voice', { exact: true }).inputValue()).toBe(voice);
            await page.getByRole('button', { name: 'Create video' }).click();
            await page.waitForURL('**/make/*');
            const made = [...fake.work.tasks.values()].at(-1)!.video;
            expect(made).toMatchObject({ language: video.language, voice, style: 'aurora' });
        }
        // What those were made with is not what is chosen for the next.
        await page.goto('/');
        expect(await page.getByRole('radio', { name: 'Automatic' }).isChecked()).toBe(true);
        expect(await page.getByLabel('Language').inputValue()).toBe('fr');
        await page.getByLabel('Language').selectOption('');
        // A voice is remembered, and not used unasked for words that it may not speak.
        await page.getByLabel('Voice', { exact: true }).selectOption('espeak-de');
        await page.reload();
        expect(await page.getByLabel('Voice', { exact: true }).inputValue()).toBe('');
        await page.getByRole('radio', { name: 'My topic' }).check();
        await page.getByLabel('Your topic').fill('How do bees make honey?');
        await page.getByRole('button', { name: 'Create video' }).click();
        await page.waitForURL('**/make/*');
    });

    it('stays with the keyboard where videos leave the list', async () => {
        for (const title of ['Three', 'Two', 'One']) fake.work.seed(user, title, title.length);
        await open('/library');
        const focused = (): Promise<string> =>
            page.evaluate(() => {
                const at = document.activeElement;
                const item = at?.closest('[data-item]')?.querySelector('h2')?.textContent ?? '';
                return `${item} ${at?.getAttribute('aria-label') ?? at?.textContent ?? ''}`.trim();
            });
        // The middle, then the last, then the only one.
        for (const [title, next] of [
            ['Two', 'Three Delete Three'],
            ['Three', 'One Delete One'],
            ['One', 'Library'],
        ] as const) {
            await page.getByRole('button', { name: `Delete ${title}` }).press('Enter');
            await expect.poll(focused).toBe(next);
        }
        await page.goto('/library?trash=1');
        const card = (title: string): Locator => page.getByRole('listitem').filter({ hasText: title });
        await card('One').getByRole('button', { name: 'Restore' }).press('Enter');
        await expect.poll(focused).toBe('Two Restore');
        for (const [title, next] of [
            ['Two', 'Three Delete for ever'],
            ['Three', 'Trash'],
        ] as const) {
            await card(title).getByRole('button', { name: 'Delete for ever' }).press('Enter');
            await page.getByRole('dialog').getByRole('button', { name: 'Delete for ever' }).press('Enter');
            await expect.poll(focused).toBe(next);
        }
    });
});

// What the browser tests share: a Chromium, visitors whose every fault is noted, and a look at a state of the page
// from all sides: narrow and wide, light and dark, by axe and by the eye.

import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = process.env['MSS_SCREENSHOTS'];

export const widths = [1440, 390] as const;
const height = 900;

export function openBrowser(): Promise<Browser> {
    return chromium.launch({
        executablePath: process.env['MSS_CHROMIUM'] ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
    });
}

export interface Visitor {
    context: BrowserContext;
    page: Page;
    /** Everything that should not have happened. */
    faults: string[];
    /** While true, a server that is away is no fault. */
    serverMayBeAway: boolean;
}

export async function newVisitor(browser: Browser, address: string): Promise<Visitor> {
    const context = await browser.newContext({
        baseURL: address,
        viewport: { width: widths[0], height },
        reducedMotion: 'reduce',
        locale: 'en-GB',
    });
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    const visitor: Visitor = { context, page, faults: [], serverMayBeAway: false };
    await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
            console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
        });
    });
    page.on('console', (message) => {
        if (message.type() !== 'error') return;
        // Chromium tells of each answer that is no success; the page shows them, and that is tested.
        if (/Failed to load resource: the server responded with a status of 4\d\d/.test(message.text())) return;
        if (visitor.serverMayBeAway && /net::ERR_|status of 503/.test(message.text())) return;
        visitor.faults.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => visitor.faults.push(`defect: ${error.stack ?? error.message}`));
    page.on('request', (request) => {
        const url = new URL(request.url());
        if (url.protocol.startsWith('http') && url.origin !== new URL(address).origin) {
            visitor.faults.push(`request to ${url.origin}`);
        }
    });
    return visitor;
}

/** Axe, the width and a picture, for each width and theme. */
export async function look(visitor: Visitor, name: string): Promise<void> {
    const { page } = visitor;
    for (const width of widths) {
        await page.setViewportSize({ width, height });
        for (const theme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
            await settle(page, theme);
            expect.soft(await overflowOf(page), `${name} at ${width} scrolls sideways`).toBeLessThanOrEqual(0);
            expect.soft(await violations(page), `axe: ${name}, ${width}, ${theme}`).toEqual([]);
            if (pictures !== undefined) {
                mkdirSync(pictures, { recursive: true });
                await takePicture(page, join(pictures, `${name}-${width}-${theme}.png`), width);
            }
        }
    }
    // Zoomed to 400 % on an ordinary screen.
    await page.setViewportSize({ width: 320, height });
    await settle(page, 'dark');
    expect.soft(await overflowOf(page), `${name} at 320 scrolls sideways`).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: widths[0], height });
}

function overflowOf(page: Page): Promise<number> {
    return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** As tall as the page, so that what sticks to the edge of the window is at the page's own. */
async function takePicture(page: Page, path: string, width: number): Promise<void> {
    const tall = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.max(height, tall) });
    await page.screenshot({ path });
    await page.setViewportSize({ width, height });
}

async function settle(page: Page, theme: string): Promise<void> {
    await page.waitForFunction((wanted) => document.documentElement.dataset['theme'] === wanted, theme);
    await page.evaluate(async () => {
        await document.fonts.ready;
        // Two frames, so that what the new width and theme set in motion has begun.
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        const pictures = [...document.images].filter((image) => image.loading !== 'lazy');
        await Promise.all(pictures.map((image) => image.decode().catch(() => undefined)));
        // Told to end, not waited for: in closed <details> time stands still.
        for (const animation of document.getAnimations()) animation.finish();
    });
}

async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axeSource);
    return page.evaluate(async () => {
        const { axe } = window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } };
        interface AxeResults {
            violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
        }
        const results = await axe.run({ resultTypes: ['violations'] });
        return results.violations.flatMap((violation) =>
            violation.nodes.map((node) => `${violation.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
        );
    });
}

export const owner = { email: 'mia@example.org', password: 'four sunny little words' };

export async function logIn(page: Page, email = owner.email, password = owner.password): Promise<void> {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

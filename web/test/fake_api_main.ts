// `npm run dev`: builds the page at each change and serves it with the fake API.

import { build } from 'vite';
import { FakeApi } from './fake_api.ts';

const port = 5180;

await build({ build: { watch: {} }, logLevel: 'warn' });
const fake = new FakeApi({ port });
fake.work.paceMs = 1500;
await fake.start();
process.stdout.write(`The page and a fake server: ${fake.address}\n`);

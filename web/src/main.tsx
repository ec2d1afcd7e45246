// Starts the page: styles, listeners that live as long as it does, then who is signed in.

import { render } from 'preact';
import { App } from './app.tsx';
import { keepDraft } from './state/draft.ts';
import { listenToNetwork } from './state/online.ts';
import { listenToHistory } from './state/router.ts';
import { keepRunningFresh } from './state/running.ts';
import { listenToOtherTabs, listenToSessionEnd, openSession } from './state/session.ts';
import { applyTheme } from './state/theme.ts';
import './styles/index.css';

applyTheme();
listenToHistory();
listenToNetwork();
listenToSessionEnd();
listenToOtherTabs();
keepRunningFresh();
keepDraft();

const root = document.getElementById('page');
if (root !== null) render(<App />, root);
void openSession();

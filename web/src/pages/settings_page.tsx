// Settings: where words may come from, who may sign up and what waits, for those who run the server; one's own
// password, for everybody.

import type { User } from '../api/types.ts';
import { useTitle } from '../parts/hooks.ts';
import { ThemeSwitch } from '../parts/theme_switch.tsx';
import { leave } from '../state/session.ts';
import { showError } from '../state/toasts.ts';
import { PasswordSection } from './settings/password_section.tsx';
import { QueueSection } from './settings/queue_section.tsx';
import { ServerSections } from './settings/server_sections.tsx';

export function SettingsPage({ user }: { user: User }) {
    useTitle('Settings');
    return (
        <div class="settings">
            <h1 tabIndex={-1}>Settings</h1>
            {user.role === 'owner' && <ServerSections />}
            {user.role !== 'creator' && <QueueSection user={user} />}
            <PasswordSection user={user} />
            <section class="setting" aria-labelledby="appearance-title">
                <div class="setting-head">
                    <h2 id="appearance-title">Appearance</h2>
                    <p class="quiet">On this device.</p>
                </div>
                <div class="setting-body">
                    <ThemeSwitch />
                </div>
            </section>
            <section class="setting" aria-labelledby="account-title">
                <div class="setting-head">
                    <h2 id="account-title">Account</h2>
                    <p class="quiet">{user.email}</p>
                </div>
                <div class="setting-body">
                    <button type="button" class="button" onClick={() => void leave().catch(showError)}>
                        Log out
                    </button>
                </div>
            </section>
        </div>
    );
}

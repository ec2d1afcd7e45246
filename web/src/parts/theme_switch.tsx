// Light, dark or as the system says.

import { chooseTheme, theme, themes, type Theme } from '../state/theme.ts';
import { Icon, type IconName } from './icon.tsx';
import { Segments } from './segments.tsx';

const faces: Record<Theme, { icon: IconName; name: string }> = {
    system: { icon: 'system', name: 'System' },
    light: { icon: 'sun', name: 'Light' },
    dark: { icon: 'moon', name: 'Dark' },
};

export function ThemeSwitch() {
    return (
        <div class="theme-switch">
            <Segments
                legend="Appearance"
                hideLegend
                value={theme.value}
                onChoose={chooseTheme}
                segments={themes.map((id) => ({
                    id,
                    content: (
                        <>
                            <Icon name={faces[id].icon} />
                            <span>{faces[id].name}</span>
                        </>
                    ),
                }))}
            />
        </div>
    );
}

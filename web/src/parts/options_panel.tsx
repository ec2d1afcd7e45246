// How the video is to look and sound: length, shapes, look, language, voice, music, captions. Every choice has a
// default.

import type { ApiError } from '../api/problem.ts';
import type { Choices, Format, Style, Voice } from '../api/types.ts';
import { capitalised, namedLanguages, plainChoice, voiceGroups, voicesFor } from '../state/choices.ts';
import { chooseLanguage, chooseVoice, setOptions, type Options } from '../state/options.ts';
import { FieldFault, SelectField } from './field.tsx';
import { LengthOption } from './length_option.tsx';
import { Segments } from './segments.tsx';
import { VoiceSample } from './voice_sample.tsx';

interface OptionsPanelProps {
    choices: Choices;
    options: Options;
    error: ApiError | undefined;
    /** Of the words that there are; only voices that speak it are offered for them. */
    wordsLanguage?: string | undefined;
    /** Of the words that there are, which is what a paid voice is paid for. */
    characters?: number | undefined;
    /** A script that is there already has its length. */
    hideLength?: boolean;
}

export function OptionsPanel({ choices, options, error, wordsLanguage, characters, hideLength }: OptionsPanelProps) {
    return (
        <section class="options" aria-labelledby="options-title">
            <h2 id="options-title">Look and sound</h2>
            {hideLength !== true && <LengthOption durations={choices.durations} options={options} error={error} />}
            <ShapesOption choices={choices} options={options} error={error} />
            <LookOption styles={choices.styles} options={options} error={error} />
            <VoiceOptions
                choices={choices}
                options={options}
                error={error}
                wordsLanguage={wordsLanguage}
                characters={characters}
            />
            <Segments
                legend="Music"
                value={options.music ? 'on' : 'off'}
                onChoose={(id) => setOptions({ music: id === 'on' })}
                segments={[
                    { id: 'on', content: 'Quiet music' },
                    { id: 'off', content: 'Voice only' },
                ]}
            />
            <Segments
                legend="Captions"
                value={options.captions ? 'on' : 'off'}
                onChoose={(id) => setOptions({ captions: id === 'on' })}
                segments={[
                    { id: 'on', content: 'In the picture' },
                    { id: 'off', content: 'As a file only' },
                ]}
            />
            <QualityOption choices={choices} options={options} />
        </section>
    );
}

const noShape = 'Choose at least one shape.';
const bestFor: Record<Format, string> = { vertical: 'Shorts, Reels, TikTok', wide: 'YouTube, web pages' };

function ShapesOption({ choices, options, error }: OptionsPanelProps) {
    const toggle = (format: Format, on: boolean): void => {
        const formats = choices.formats.map((choice) => choice.id);
        const chosen = formats.filter((id) => (id === format ? on : options.formats.includes(id)));
        setOptions({ formats: chosen });
    };
    const fault = options.formats.length === 0 ? noShape : error?.fieldError('/formats');
    return (
        <fieldset class="segments segments-cards">
            <legend class="field-label">Shape</legend>
            <div class="segments-row">
                {choices.formats.map((format) => (
                    <label key={format.id} class="segment">
                        <input
                            type="checkbox"
                            name="formats"
                            value={format.id}
                            checked={options.formats.includes(format.id)}
                            aria-invalid={fault === undefined ? undefined : true}
                            onChange={(event) => toggle(format.id, event.currentTarget.checked)}
                        />
                        <span class="segment-face shape">
                            <span class={`shape-picture shape-${format.id}`} />
                            <span class="segment-words">
                                <strong>{format.name}</strong>
                                <small>{bestFor[format.id]}</small>
                            </span>
                        </span>
                    </label>
                ))}
            </div>
            {fault !== undefined && <FieldFault message={fault} />}
        </fieldset>
    );
}

interface LookOptionProps {
    styles: readonly Style[];
    options: Options;
    error: ApiError | undefined;
}

function LookOption({ styles, options, error }: LookOptionProps) {
    const fault = error?.fieldError('/style');
    const faces = [{ id: '', name: 'Automatic', description: 'chosen from the words' }, ...styles];
    const chosen = faces.find((style) => style.id === options.style);
    return (
        <div class="field">
            <Segments
                legend="Look"
                look="cards"
                value={options.style}
                onChoose={(style) => setOptions({ style })}
                segments={faces.map((style) => ({
                    id: style.id,
                    content: (
                        <>
                            <span class={`swatch swatch-${style.id === '' ? 'automatic' : style.id}`} />
                            <span class="swatch-name">{style.name}</span>
                        </>
                    ),
                }))}
            />
            {fault === undefined ? (
                <p class="field-hint">{capitalised(chosen?.description ?? '')}</p>
            ) : (
                <FieldFault message={fault} />
            )}
        </div>
    );
}

function VoiceOptions({ choices, options, error, wordsLanguage = '', characters }: OptionsPanelProps) {
    const spoken = options.language === '' ? wordsLanguage : options.language;
    const voices = voicesFor(choices.voices, spoken);
    const chosen = voices.find((voice) => voice.id === options.voice);
    return (
        <div class="pair">
            <SelectField
                label="Language"
                name="language"
                value={options.language}
                error={error?.fieldError('/language')}
                onChange={(language) => chooseLanguage(language, options, choices)}
            >
                <option value="">As the words are</option>
                {namedLanguages(choices).map((language) => (
                    <option key={language.id} value={language.id}>
                        {language.name}
                    </option>
                ))}
            </SelectField>
            <SelectField
                label="Voice"
                name="voice"
                value={options.voice}
                hint={chosen?.paid === true ? costOf(characters, choices) : undefined}
                error={error?.fieldError('/voice')}
                onChange={chooseVoice}
            >
                <option value="">Best for the language</option>
                {spoken === ''
                    ? voiceGroups(voices).map((group) => (
                          <optgroup key={group.language} label={group.language}>
                              {group.voices.map(voiceOption)}
                          </optgroup>
                      ))
                    : voices.map(voiceOption)}
            </SelectField>
            <VoiceSample voice={options.voice} language={spoken} />
        </div>
    );
}

/** About: nothing that was spoken before is paid for again, and pronunciations may be longer than what is written. */
function costOf(characters: number | undefined, choices: Choices): string | undefined {
    const left = choices.paid_speech?.characters_left;
    if (left === undefined) return undefined;
    return characters === undefined
        ? `${grouped(left)} characters left this month on this server.`
        : `${grouped(characters)} characters or so, ${grouped(left)} left this month on this server.`;
}

const grouped = (count: number): string => new Intl.NumberFormat('en').format(count);

const voiceOption = (voice: Voice) => (
    <option key={voice.id} value={voice.id}>
        {voice.name}
    </option>
);

const presetWords: Record<string, string> = {
    fast: 'Fast: done sooner, larger files',
    publish: 'To publish: the usual',
    best: 'Best: takes longer, smaller files',
};

function QualityOption({ choices, options }: { choices: Choices; options: Options }) {
    if (choices.presets.length === 0) return null;
    const presets = choices.presets.map(plainChoice);
    const usual = presets.some((preset) => preset.id === 'publish') ? 'publish' : (presets[0]?.id ?? '');
    return (
        <SelectField
            label="Quality"
            name="preset"
            value={presets.some((preset) => preset.id === options.preset) ? options.preset : usual}
            onChange={(preset) => setOptions({ preset })}
        >
            {presets.map((preset) => (
                <option key={preset.id} value={preset.id}>
                    {presetWords[preset.id] ?? preset.name}
                </option>
            ))}
        </SelectField>
    );
}

// Why a video could not be made, in the words of whoever makes videos. What a task's failure says of processes, signals
// and time limits is for whoever runs the server, and kept apart for them.

import type { TaskFailure } from '../api/types.ts';
import { sentence } from './sentences.ts';

/**
 * Whose help there is: none, since who made the video can do all that can be done; that of whoever runs the server, where
 * it happens again or before anything else; or that of whoever looks after the language model, or after a voice that was
 * named, beside which there are others.
 */
export type Help = 'none' | 'if again' | 'first' | 'model' | 'voice';

export interface FailureWords {
    happened: string;
    /** What the server did about it by itself; empty where there is nothing to tell. */
    tried: string;
    /** What to do now; empty where the failure itself says so. */
    next: string;
    help: Help;
    /** For whoever runs the server; empty where all of it is said already. */
    technical: string;
}

const brokeOff = 'The making broke off: a program that makes videos met a defect.';
const triedAgain = 'It was begun again by itself, and broke off again.';
const again = 'Try again: what was finished is kept, and it goes on from there.';

const tooLong: Omit<FailureWords, 'technical'> = {
    happened: 'The making took longer than it may, and was stopped.',
    tried: '',
    next: `${again} A shorter video takes less time.`,
    help: 'if again',
};

const known: Record<string, Omit<FailureWords, 'technical'>> = {
    crashed: { happened: brokeOff, tried: '', next: again, help: 'if again' },
    quarantined: { happened: brokeOff, tried: triedAgain, next: again, help: 'if again' },
    timed_out: tooLong,
    soft_timed_out: tooLong,
    internal: { happened: 'The making met a defect of the server.', tried: '', next: again, help: 'if again' },
    io: {
        happened: 'The server could not read or write its files; its disk may be full.',
        tried: '',
        next: '',
        help: 'first',
    },
};

/** Nothing is wrong with the server then. */
const ofTheOrder = new Set(['no_material', 'invalid', 'too_large', 'not_found', 'conflict', 'forbidden', 'cancelled']);

export function failureWords(failure: TaskFailure | undefined): FailureWords {
    if (failure === undefined) return plainWords('The server did not say why.', 'if again');
    const said = sentence(failure.message);
    // The codes of a program that broke off are those of a server that is away, so only the message tells them apart.
    const talks = isProcessTalk(failure.code, failure.message);
    const words = Object.hasOwn(known, failure.code) ? known[failure.code] : talks ? known['quarantined'] : undefined;
    return words === undefined ? plainWords(said, helpWith(failure)) : { ...words, technical: said };
}

const plainWords = (happened: string, help: Help): FailureWords => ({
    happened,
    tried: '',
    next: '',
    help,
    technical: '',
});

function helpWith({ code, cause }: TaskFailure): Help {
    if (cause === 'model' || cause === 'voice') return cause;
    return ofTheOrder.has(code) ? 'none' : 'if again';
}

/** Under these codes a program is spoken of. Under others a message may quote whoever asked, who may ask of signals. */
const codesOfPrograms = new Set(['unavailable', 'timeout', 'internal', 'crashed', 'quarantined', 'timed_out']);

/** "the media process ended: signal 11 (Segmentation fault)" */
export const isProcessTalk = (code: string, message: string): boolean =>
    codesOfPrograms.has(code) && /^(?:the media process|the task process|its process)\b/i.test(message);

import { describe, expect, it } from 'vitest';

import { keyOf, orderAnswered } from './order_key.ts';

describe('the key of an order', () => {
    it('stays as long as the same order is unanswered', () => {
        const key = keyOf({ topic: 'Bees' });
        expect(keyOf({ topic: 'Bees' })).toBe(key);
        expect(keyOf({ topic: 'Wasps' })).not.toBe(key);
    });

    it('is another once it was answered', () => {
        const key = keyOf({ topic: 'Bees' });
        orderAnswered();
        expect(keyOf({ topic: 'Bees' })).not.toBe(key);
    });
});

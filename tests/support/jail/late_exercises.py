"""An exercise whose second test waits for the program, so that what the first one left behind comes meanwhile."""

JAVASCRIPT = {
    "wait": {
        "wait.js": "",
        "wait.spec.js": (
            "import { expect, test } from '@jest/globals';\nimport { now, soon } from './wait';\n"
            "test('now', () => { expect(now()).toBe(1); });\n"
            "test('soon', async () => { expect(await soon()).toBe(2); });\n"
        ),
        ".meta/answer.js": (
            "export const now = () => 1;\n"
            "export const soon = () => new Promise((done) => { setTimeout(() => done(2), 60); });\n"
        ),
    },
}

import { expect, test } from 'vitest';
import { testDevice } from '../../gpu/testing/device.ts';
import { fixedRateKfac } from './kfac-presets.ts';
import { sha256 } from './sha256.ts';
import { languageTaskOf } from './language-task.ts';
import { COPY, languageSpec, recurrentLayers, withLanguageArm } from './testing/language-arm.ts';

const WHOLE = { kind: 'kronecker', inputParts: 1, outputParts: 1 } as const;
const { vocabulary } = languageTaskOf(COPY).inputs;

test.each(['option-1', 'option-2'] as const)(
  'a recurrent net with chains in time, %s, learns, twice with the same bits',
  async (sharing) => {
    const context = await testDevice();
    const blocks = {
      every: { ...WHOLE, sharing: 'expand' },
      // The first weight is the embedding's.
      except: [
        { layer: 2, block: { ...WHOLE, sharing } },
        { layer: 3, block: { ...WHOLE, sharing } },
      ],
    } as const;
    const { optimizer } = fixedRateKfac(0.1, 0.9, 0.03, 0.01, { blocks: { every: blocks.every, except: [...blocks.except] } });
    const hashes: string[] = [];
    for (const groups of [[100], [33, 67]]) {
      await withLanguageArm(context, languageSpec(COPY, recurrentLayers(vocabulary, 16), optimizer), async (arm) => {
        const before = await arm.evaluate();
        for (const count of groups) expect((await arm.train(count)).failure).toBeNull();
        const after = await arm.evaluate();
        expect(after.testLoss).toBeLessThan(before.testLoss / 2);
        hashes.push(await sha256(await arm.weights()));
      });
    }
    expect(hashes[1]).toBe(hashes[0]);
  },
);

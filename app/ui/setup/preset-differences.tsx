import type { ReactElement } from 'react';
import { presetOf } from '../../lab/presets/index.ts';
import { differences } from '../../state/differences.ts';
import type { SpecDraft } from '../../state/draft.ts';

/** What was changed from the preset, field by field. */
export function PresetDifferences({ draft }: { draft: SpecDraft }): ReactElement | null {
  const preset = presetOf(draft.name);
  if (!preset) return null;
  const changes = differences(preset.spec, draft);
  if (changes.length === 0) return null;
  return (
    <details className="setup-differences">
      <summary>
        {changes.length} {changes.length === 1 ? 'difference' : 'differences'} from “{preset.title}”
      </summary>
      <ul>
        {changes.map(({ path, before, after }) => (
          <li key={path}>
            <code>{path}</code>: {before} → {after}
          </li>
        ))}
      </ul>
    </details>
  );
}

import { useEffect, useRef, useState, type ReactElement } from 'react';
import { Button } from 'react-aria-components';
import { describeShape } from '../../../lab/model/example-shape.ts';
import { layerNames } from '../../../lab/model/layer-names.ts';
import type { LayerKindName } from '../../../lab/model/layer-spec.ts';
import type { DraftLayer } from '../../../state/draft.ts';
import { Icon } from '../../kit/icon.tsx';
import { useOwnIssue } from '../issues.ts';
import type { DraftPlan } from '../network.ts';
import { AddLayer } from './add-layer.tsx';
import { inserted, moved, removed, replaced, type LayerEdit } from './layer-edits.ts';
import { newLayer } from './layer-defaults.ts';
import { LayerRow } from './layer-row.tsx';

interface LayerListProps {
  readonly layers: readonly DraftLayer[];
  /** Null while the data cannot be read. */
  readonly plan: DraftPlan | null;
  readonly onChange: (layers: readonly DraftLayer[]) => void;
}

/** Where the focus goes after an edit: the first of these controls that can take it. */
interface Focus {
  readonly row: number | null;
  readonly controls: readonly string[];
}

const TRIGGER = ['.builder-trigger'];

/** The layers of a model in order, one of them open to be changed. */
export function LayerList({ layers, plan, onChange }: LayerListProps): ReactElement {
  const root = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<number | null>(null);
  const [focus, setFocus] = useState<Focus | null>(null);
  const fault = useOwnIssue('model.layers');
  const names = layerNames(layers);

  useEffect(() => {
    if (focus === null) return;
    const place = focus.row === null ? root.current : root.current?.querySelectorAll('.builder-row')[focus.row];
    const found = focus.controls.map((control) => place?.querySelector<HTMLElement>(`${control}:not(:disabled)`));
    found.find((control) => control !== null)?.focus();
  }, [focus]);

  const edit = ({ layers: next, at }: LayerEdit, controls: readonly string[], opens: boolean): void => {
    onChange(next);
    setOpen(opens ? at : null);
    setFocus({ row: at, controls });
  };
  const add = (at: number, kind: LayerKindName): void => {
    edit(inserted(layers, at, newLayer(kind, names.slice(0, at))), TRIGGER, true);
  };
  return (
    <div className="builder" ref={root}>
      <p className="builder-data">
        <span>data</span>
        <span className="builder-shape">{plan === null ? '–' : describeShape(plan.input)}</span>
      </p>
      {layers.length === 0 ? (
        // No error in red: nothing was done wrong yet. A refused start leads here all the same.
        <p className="field-description builder-fault" tabIndex={-1}>
          An empty canvas: the first layer you add reads the data.
        </p>
      ) : (
        <ol className="builder-rows" aria-label="Layers">
          {layers.map((layer, index) => (
            <LayerRow
              key={index}
              index={index}
              layer={layer}
              plan={plan?.layers[index] ?? null}
              names={names}
              alike={names
                .slice(0, index)
                .filter((_, other) => layers[other]!.kind === (layer.kind === 'tied-output' ? 'embedding' : layer.kind))}
              automatic={layerNames(layers.map((other) => (other === layer ? { ...other, name: null } : other)))[index]!}
              open={open === index}
              onOpenChange={(opens) => setOpen(opens ? index : null)}
              onChange={(next) => onChange(replaced(layers, index, next))}
              onMove={(by) =>
                edit(moved(layers, index, by), by < 0 ? ['.builder-up', '.builder-down'] : ['.builder-down', '.builder-up'], true)
              }
              onInsert={(kind) => add(index + 1, kind)}
              onRemove={() => edit(removed(layers, index), [...TRIGGER, '.builder-add .button'], false)}
            />
          ))}
        </ol>
      )}
      {fault === null || layers.length === 0 ? null : (
        <p className="field-error builder-fault" tabIndex={-1}>
          {fault}
        </p>
      )}
      <div className="builder-add">
        <AddLayer onAdd={(kind) => add(layers.length, kind)}>
          <Icon name="add" />
          Add a layer
        </AddLayer>
        <Button
          className="button"
          isDisabled={layers.length === 0}
          onPress={() => edit({ layers: [], at: null }, ['.builder-add .button'], false)}
        >
          Start from an empty canvas
        </Button>
      </div>
    </div>
  );
}

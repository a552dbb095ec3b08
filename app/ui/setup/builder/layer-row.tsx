import type { ReactElement } from 'react';
import { Button, Disclosure, DisclosurePanel } from 'react-aria-components';
import type { LayerKindName } from '../../../lab/model/layer-spec.ts';
import type { LayerPlan } from '../../../lab/model/model-plan.ts';
import { describeShape } from '../../../lab/model/example-shape.ts';
import type { DraftLayer } from '../../../state/draft.ts';
import { formatParameters } from '../../format.ts';
import { Icon } from '../../kit/icon.tsx';
import { useIssue, useOwnIssue } from '../issues.ts';
import { AddLayer } from './add-layer.tsx';
import { LayerFields } from './layer-fields.tsx';
import { faceOf } from './layer-kinds.ts';
import { LayerLinks } from './layer-links.tsx';

export interface LayerRowProps {
  /** From 0. */
  readonly index: number;
  readonly layer: DraftLayer;
  /** Null where it, or a layer before it, does not fit. */
  readonly plan: LayerPlan | null;
  /** Of all layers of the model. */
  readonly names: readonly string[];
  /** Names of the layers before it that are of its kind. */
  readonly alike: readonly string[];
  readonly automatic: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onChange: (layer: DraftLayer) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onInsert: (kind: LayerKindName) => void;
  readonly onRemove: () => void;
}

/** One layer: what it is, what it gives and takes; opened, all that can be set of it. */
export function LayerRow(props: LayerRowProps): ReactElement {
  const { index, layer, plan, names, open, onOpenChange } = props;
  const path = `model.layers.${index}`;
  const [first, own] = [useIssue(path), useOwnIssue(path)];
  // What is wrong with a field is told at the field while that is in view.
  const message = open ? own : first;
  return (
    <li className={message === null ? 'builder-row' : 'builder-row builder-row-faulty'}>
      <Disclosure isExpanded={open} onExpandedChange={onOpenChange}>
        <Button slot="trigger" className="builder-trigger">
          <span className="builder-number">{index + 1}</span>
          <span className="builder-name">{names[index]}</span>
          <span className="builder-shape">
            <span className="visually-hidden">, gives </span>
            {plan === null ? '–' : describeShape(plan.output)}
          </span>
          <span className="builder-summary">
            <span className="visually-hidden">, </span>
            {summaryOf(layer)}
          </span>
          <span className="builder-count">
            {plan !== null && plan.parameters > 0 ? (
              <>
                <span className="visually-hidden">, </span>
                {formatParameters(plan.parameters)} params
              </>
            ) : null}
          </span>
        </Button>
        {message === null ? null : (
          <p className="field-error builder-fault" tabIndex={-1}>
            {message}
          </p>
        )}
        <DisclosurePanel>{open ? <LayerDetails {...props} path={path} /> : null}</DisclosurePanel>
      </Disclosure>
    </li>
  );
}

function LayerDetails(props: LayerRowProps & { readonly path: string }): ReactElement {
  const { index, layer, names, alike, automatic, path, onChange, onMove, onInsert, onRemove } = props;
  const name = names[index]!;
  return (
    <div className="builder-details">
      <LayerFields path={path} layer={layer} onChange={onChange} />
      <LayerLinks path={path} layer={layer} before={names.slice(0, index)} alike={alike} automatic={automatic} onChange={onChange} />
      <div className="builder-tools" role="group" aria-label={`Place of ${name}`}>
        <Button
          className="button button-quiet builder-up"
          aria-label={`Move ${name} up`}
          isDisabled={index === 0}
          onPress={() => onMove(-1)}
        >
          <Icon name="up" />
        </Button>
        <Button
          className="button button-quiet builder-down"
          aria-label={`Move ${name} down`}
          isDisabled={index === names.length - 1}
          onPress={() => onMove(1)}
        >
          <Icon name="down" />
        </Button>
        <AddLayer label={`Add a layer after ${name}`} onAdd={onInsert}>
          <Icon name="add" />
          Add after
        </AddLayer>
        <Button className="button button-quiet builder-remove" aria-label={`Remove ${name}`} onPress={onRemove}>
          <Icon name="close" />
        </Button>
      </div>
    </div>
  );
}

/** Its kind where the name does not tell it, its settings, and what it reads and shares. */
function summaryOf(layer: DraftLayer): string {
  const { label, summary } = faceOf(layer.kind);
  return [
    ...(layer.name === null ? [] : [label.toLowerCase()]),
    summary(layer),
    ...(layer.from === null ? [] : [`reads ${layer.from.join(' and ')}`]),
    ...('tiedTo' in layer && layer.tiedTo !== null ? [`weights of ${layer.tiedTo}`] : []),
  ].join(', ');
}

import type { ReactElement } from 'react';
import { Button, Group, Input, Label, NumberField } from 'react-aria-components';
import type { Look } from '../../lab/looks/look.ts';
import { MOST_HEADS } from '../../lab/looks/picture-layer.ts';
import type { VisibleFilters, VisibleLayer } from '../../lab/looks/visible-layer.ts';
import { formatCount } from '../format.ts';
import { Choice, type Option } from '../kit/choice.tsx';
import { COLOURS } from './colour-text.ts';
import { nameVisible } from './layer-words.ts';

interface LookControlsProps {
  readonly visible: VisibleLayer;
  readonly look: Look;
  readonly layers: readonly VisibleLayer[];
  /** Of the test split. */
  readonly examples: number;
  /** The only head that is shown, from 0; null for all. */
  readonly head: number | null;
  readonly onHead: (head: number | null) => void;
  readonly onLook: (change: Partial<Look>) => void;
}

/** Channels that are listed one by one. */
const MOST_CHANNELS = 64;
const ALL = 'all';

/** Which layer, which example, and which part of the layer. */
export function LookControls(props: LookControlsProps): ReactElement {
  const { visible, look, layers, examples, head, onHead, onLook } = props;
  const filters = visible.kind === 'maps' ? visible.filters : null;
  const heads = visible.kind === 'attention' ? Math.min(visible.heads, MOST_HEADS) : 1;
  return (
    <div className="look-controls">
      <Choice
        label="Layer"
        options={layers.map((layer) => ({ value: String(layer.layer), label: nameVisible(layer) }))}
        value={String(look.layer)}
        onChange={(layer) => onLook({ layer: Number(layer) })}
      />
      <NumberField
        className="stepper"
        minValue={1}
        maxValue={examples}
        value={look.example + 1}
        onChange={(number) => {
          if (Number.isFinite(number)) onLook({ example: number - 1 });
        }}
      >
        <Label className="field-label">Test example of {formatCount(examples)}</Label>
        <Group className="stepper-group">
          <Button slot="decrement" className="button stepper-button">
            <span aria-hidden="true">‹</span>
          </Button>
          <Input className="input input-number" />
          <Button slot="increment" className="button stepper-button">
            <span aria-hidden="true">›</span>
          </Button>
        </Group>
      </NumberField>
      {filters !== null && filters.inputs > 1 ? (
        <Choice
          label="Weights of the filters"
          options={channelsOf(filters)}
          value={look.channel === null ? ALL : String(look.channel)}
          onChange={(channel) => onLook({ channel: channel === ALL ? null : Number(channel) })}
        />
      ) : null}
      {heads > 1 ? (
        <Choice
          label="Heads"
          options={partsOf(heads, `All ${heads} heads`, 'Head')}
          value={head === null ? ALL : String(head)}
          onChange={(chosen) => onHead(chosen === ALL ? null : Number(chosen))}
        />
      ) : null}
    </div>
  );
}

function channelsOf({ inputs, readColours }: VisibleFilters): readonly Option<string>[] {
  if (!readColours) return partsOf(inputs, `Mean of ${inputs} channels`, 'Channel');
  const each = COLOURS.map((colour, channel) => ({ value: String(channel), label: `For ${colour} alone` }));
  return [{ value: ALL, label: 'In colour' }, ...each];
}

function partsOf(count: number, all: string, one: string): readonly Option<string>[] {
  const each = Array.from({ length: Math.min(count, MOST_CHANNELS) }, (_, part) => ({ value: String(part), label: `${one} ${part + 1}` }));
  return [{ value: ALL, label: all }, ...each];
}

import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { NumberDraft } from '../../state/draft.ts';
import { Icon } from '../kit/icon.tsx';
import { NumberField } from './fields.tsx';
import { withLaterPeriod, type LaterPeriodsDraft } from './later-periods.ts';

interface LaterPeriodFieldsProps {
  /** Of the changes in the spec. */
  readonly path: string;
  /** What happens with the period, as "statistics". */
  readonly name: string;
  /** The period of the first steps. */
  readonly first: NumberDraft;
  readonly value: LaterPeriodsDraft;
  readonly onChange: (value: LaterPeriodsDraft) => void;
}

/** How a period changes later on: from which step another one holds. */
export function LaterPeriodFields({ path, name, first, value, onChange }: LaterPeriodFieldsProps): ReactElement {
  const more = withLaterPeriod(value, first);
  return (
    <>
      {value.map((change, index) => {
        const replace = (part: Partial<typeof change>): void =>
          onChange(value.map((other, position) => (position === index ? { ...other, ...part } : other)));
        return (
          <div key={index} className="later-period">
            <NumberField label="From step" path={`${path}.${index}.from`} value={change.from} onChange={(from) => replace({ from })} />
            <NumberField
              label={`${name} every`}
              path={`${path}.${index}.every`}
              value={change.every}
              onChange={(every) => replace({ every })}
            />
            <Button
              className="button button-quiet"
              aria-label={`Remove the period of ${name} from step ${change.from}`}
              onPress={() => onChange(value.filter((_, position) => position !== index))}
            >
              <Icon name="close" />
            </Button>
          </div>
        );
      })}
      {more === null ? null : (
        <Button className="button later-period-add" onPress={() => onChange(more)}>
          <Icon name="add" />
          Later period of {name}
        </Button>
      )}
    </>
  );
}

import type { ReactElement, ReactNode } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';

export interface Segment<Value extends string> {
  readonly value: Value;
  /** What is read aloud. */
  readonly label: string;
  /** What is shown instead of the label. */
  readonly face?: ReactNode;
}

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly segments: readonly Segment<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly className?: string;
}

/** Exactly one of a few values, all of them in view. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>): ReactElement {
  const { label, segments, value, onChange, className = 'segmented' } = props;
  return (
    <ToggleButtonGroup
      className={className}
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = segments.find((segment) => keys.has(segment.value));
        if (chosen) onChange(chosen.value);
      }}
    >
      {segments.map((segment) => (
        <ToggleButton key={segment.value} id={segment.value} className="segment" {...(segment.face ? { 'aria-label': segment.label } : {})}>
          {segment.face ?? segment.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

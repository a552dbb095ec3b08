import type { ReactElement, ReactNode } from 'react';

/** Fields that belong to one idea, under its name. */
export function FieldGroup({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <fieldset className="field-group">
      <legend>{name}</legend>
      {children}
    </fieldset>
  );
}

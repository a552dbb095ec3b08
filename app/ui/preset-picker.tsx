import { useMemo, type ReactElement } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components';
import { findPreset, presetOf, presets } from '../lab/presets/index.ts';
import { differences } from '../state/differences.ts';
import { useExperimentForm, useFormState } from '../state/use-experiment-form.ts';
import { ChoiceArrow } from './kit/choice-arrow.tsx';
import { visibleText } from './visible-text.ts';

/**
 * The ready experiments. A menu and no choice of a value: the experiment that is there already can be started anew, which leaves nothing
 * of what was changed in it, and no arrow key starts another one on its way.
 */
export function PresetPicker(): ReactElement {
  const form = useExperimentForm();
  const { running } = useFormState();
  const preset = presetOf(running.name);
  const changed = useMemo(() => preset !== undefined && differences(preset.spec, running).length > 0, [preset, running]);
  const title = preset === undefined ? visibleText(running.name) : changed ? `${preset.title}, changed` : preset.title;
  const start = (id: unknown): void => {
    const chosen = findPreset(String(id));
    if (chosen) form.start(chosen.spec);
  };
  return (
    <div className="choice">
      <MenuTrigger>
        <Button className="choice-button" aria-label={`${title}, Experiment`}>
          <span className="choice-value">{title}</span>
          <ChoiceArrow />
        </Button>
        <Popover className="popover" offset={4}>
          <Menu
            className="list"
            aria-label="Ready experiments"
            items={presets}
            selectionMode="single"
            selectedKeys={preset && !changed ? [preset.id] : []}
            onAction={start}
          >
            {({ id, title: label, description }) => (
              <MenuItem className="list-item" id={id} textValue={label}>
                <Text slot="label">{label}</Text>
                <Text slot="description" className="list-description">
                  {description}
                </Text>
              </MenuItem>
            )}
          </Menu>
        </Popover>
      </MenuTrigger>
    </div>
  );
}

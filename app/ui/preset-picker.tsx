import type { ReactElement } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components';
import { findPreset, presetOf, presets } from '../lab/presets/index.ts';
import { useExperimentForm, useFormState } from '../state/use-experiment-form.ts';
import { visibleText } from './visible-text.ts';

/**
 * The ready experiments. A menu and no choice of a value: the experiment that is there already can be started anew, which leaves nothing
 * of what was changed in it, and no arrow key starts another one on its way.
 */
export function PresetPicker(): ReactElement {
  const form = useExperimentForm();
  const { name } = useFormState().running;
  const running = presetOf(name);
  const title = running?.title ?? visibleText(name);
  const start = (id: unknown): void => {
    const preset = findPreset(String(id));
    if (preset) form.start(preset.spec);
  };
  return (
    <div className="choice">
      <MenuTrigger>
        <Button className="choice-button" aria-label={`${title}, Experiment`}>
          <span className="choice-value">{title}</span>
          <svg className="choice-arrow" viewBox="0 0 10 6" aria-hidden="true">
            <path d="M1 1l4 4 4-4" />
          </svg>
        </Button>
        <Popover className="popover" offset={4}>
          <Menu
            className="list"
            aria-label="Ready experiments"
            items={presets}
            selectionMode="single"
            selectedKeys={running ? [running.id] : []}
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

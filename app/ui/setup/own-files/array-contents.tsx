import { useMemo, useState, type ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { Shape } from '../../../../gpu/graph/tensor.ts';
import type { ArraySource } from '../../../lab/file-spec.ts';
import {
  choiceOf,
  describeArrays,
  isSameSource,
  suggestTold,
  targetsFor,
  type ArrayChoice,
  type OfferedArray,
} from '../../../lab/files/arrays/describe-arrays.ts';
import type { FileFault } from '../../../lab/files/file-fault.ts';
import type { ImageWishes } from '../../../lab/files/images/frame.ts';
import { PACKED_IMAGES } from '../../../lab/files/images/packed-names.ts';
import type { EditDraft } from '../../../state/experiment-form.ts';
import type { OpenFile } from '../../../state/own-files.ts';
import { useOwnFiles, useOwnFilesState } from '../../../state/use-own-files.ts';
import type { FileContents, PackedImages } from '../../../worker/look-through.ts';
import { saveFile } from '../../charts/save-file.ts';
import { formatCount } from '../../format.ts';
import { Choice, type Option } from '../../kit/choice.tsx';
import { Segmented, type Segment } from '../../kit/segmented.tsx';
import { visibleText } from '../../visible-text.ts';
import { ArrayTable } from './array-table.tsx';
import { ClassCounts } from './class-counts.tsx';
import { FaultList } from './fault-list.tsx';
import { ImageFields } from './image-fields.tsx';
import { ImageStrip } from './image-strip.tsx';
import { arrayChoiceOf, offeredArrays, withFile, withoutFile, type ArraysDraft } from './own-draft.ts';

const TASKS: readonly Segment<ArrayChoice['task']>[] = [
  { value: 'class', label: 'Classes' },
  { value: 'numbers', label: 'Numbers' },
  { value: 'inputs', label: 'The inputs' },
];

/** Images are told by their folders or given back; nothing else is known of them. */
const TASKS_OF_IMAGES = TASKS.filter(({ value }) => value !== 'numbers');

interface ArrayContentsProps {
  readonly open: OpenFile;
  readonly contents: Extract<FileContents, { readonly kind: 'arrays' }>;
  /** Null where the draft is not about this file. */
  readonly data: ArraysDraft | null;
  readonly onChange: EditDraft;
  /** Makes the arrays anew of their images. */
  readonly onImages: (wishes: ImageWishes) => void;
}

/** What is done with the arrays of a file. */
export function ArrayContents({ open, contents, data, onChange, onImages }: ArrayContentsProps): ReactElement {
  const files = useOwnFiles();
  const all = useOwnFilesState((state) => state.files);
  const offered = useMemo(() => offeredArrays(all), [all]);
  const [choice, setChoice] = useState(() => arrayChoiceOf(open, offered, data));
  const described = useMemo(() => choice && describeArrays(offered, choice), [offered, choice]);
  const choose = (next: ArrayChoice): void => {
    setChoice(next);
    const { data: chosen } = describeArrays(offered, next);
    onChange((draft) => (chosen === null ? withoutFile(draft, open.name) : withFile(draft, chosen)));
  };
  const own = offered.filter(({ source }) => source.sha256 === open.sha256);
  const preview = own.find(({ source }) => choice !== null && isSameSource(source, choice.inputs))?.profile.preview ?? null;
  return (
    <>
      <FaultList faults={described?.faults ?? [noneUsable(open)]} />
      {contents.images === null ? <ArrayTable arrays={own} classNames={contents.classNames} /> : <ImagesSentence contents={contents} />}
      {preview === null ? null : <ImageStrip preview={preview} />}
      {choice === null ? null : <ChoiceFields choice={choice} offered={offered} own={own} images={contents.images} onChoose={choose} />}
      {contents.images === null ? null : (
        <div className="own-files-images">
          {files.hasImages(open.sha256) ? (
            <ImageFields shape={shapeOfImages(contents)} images={contents.images} onImages={onImages} />
          ) : null}
          <Button className="button" onPress={() => saveFile(open.name, open.file)}>
            Save as .npz
          </Button>
        </div>
      )}
    </>
  );
}

function noneUsable({ name }: OpenFile): FileFault {
  return { message: `${name}: expected an array that can be trained on, got none`, remedy: 'the table tells why' };
}

interface ChoiceFieldsProps {
  readonly choice: ArrayChoice;
  readonly offered: readonly OfferedArray[];
  /** Arrays of the file that is open. */
  readonly own: readonly OfferedArray[];
  /** What the file was made of; null for arrays that were brought. */
  readonly images: PackedImages | null;
  readonly onChoose: (choice: ArrayChoice) => void;
}

/** Which array is fed to a model, which is told, and how. */
function ChoiceFields({ choice, offered, own, images, onChoose }: ChoiceFieldsProps): ReactElement {
  const { inputs, task, told } = choice;
  const targets = targetsFor(inputs, offered);
  const target = told && offered.find(({ source }) => isSameSource(source, told));
  const tasks = images === null ? TASKS : own.length < 2 ? [] : TASKS_OF_IMAGES;
  const counts = task === 'class' ? (target?.profile.classes ?? []) : [];
  return (
    <>
      {images === null && own.length > 1 ? (
        <ArrayField
          label="Inputs"
          options={own}
          value={inputs}
          onChange={({ source }) => onChoose(choiceOf(source, suggestTold(source, offered)))}
        />
      ) : null}
      {tasks.length === 0 ? null : (
        <Segmented
          label="What is told"
          segments={tasks}
          value={task}
          onChange={(next) => {
            onChoose({ inputs, task: next, told: next === 'inputs' ? null : (told ?? suggestTold(inputs, offered)?.source ?? null) });
          }}
        />
      )}
      {images !== null || task === 'inputs' || targets.length === 0 ? null : (
        <ArrayField label="Target" options={targets} value={told} onChange={(chosen) => onChoose(choiceOf(inputs, chosen))} />
      )}
      <ClassCounts classes={counts.map((count, number) => ({ value: target?.classNames?.[number] ?? String(number), count }))} />
    </>
  );
}

interface ArrayFieldProps {
  readonly label: string;
  readonly options: readonly OfferedArray[];
  readonly value: ArraySource | null;
  readonly onChange: (array: OfferedArray) => void;
}

function ArrayField({ label, options, value, onChange }: ArrayFieldProps): ReactElement {
  const listed = options.map(({ source, profile }, index): Option<string> => {
    const name = visibleText(source.format === 'npz' ? source.array : source.path);
    const place = source.format === 'npz' ? `${visibleText(source.path)}, ` : '';
    return { value: String(index), label: name, description: `${place}${profile.type}, ${profile.shape.join(' × ')}` };
  });
  const at = options.findIndex(({ source }) => value !== null && isSameSource(source, value));
  return (
    <Choice
      label={label}
      options={listed}
      value={at < 0 ? null : String(at)}
      onChange={(index) => {
        const chosen = options[Number(index)];
        if (chosen !== undefined) onChange(chosen);
      }}
    />
  );
}

/** `[images, height, width]`, with three channels where they are in colour. */
function shapeOfImages({ arrays }: ArrayContentsProps['contents']): Shape {
  return arrays.find(({ name }) => name === PACKED_IMAGES)?.shape ?? [];
}

function ImagesSentence({ contents }: Pick<ArrayContentsProps, 'contents'>): ReactElement {
  const [count = 0, height = 0, width = 0, channels = 1] = shapeOfImages(contents);
  const classes = contents.classNames?.names ?? null;
  const kind = channels === 3 ? 'in colour' : contents.images?.holdsColour === true ? 'made grey' : 'in grey';
  return (
    <p className="field-description">
      {formatCount(count)} images {kind}, {width} × {height} pixels
      {classes === null ? ', without classes, as all lie in one folder' : `, a class for each of ${classes.length} folders`}. Four in five{' '}
      {classes === null ? '' : 'of each class '}are for training. What is transparent in an image is white.
    </p>
  );
}

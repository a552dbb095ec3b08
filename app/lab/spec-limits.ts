/** Classes of data that a person brings. */
export const MAX_CLASSES = 256;
/** Characters of a class or category. */
export const MAX_CATEGORY_LENGTH = 100;
/** Texts that an input column may hold, each of which becomes an input of 0 or 1. */
export const MAX_CATEGORIES = 20;
/** Columns of a table. */
export const MAX_COLUMNS = 4_096;
/** Numbers that are told of one example. */
export const MAX_TARGETS = 32;
/** Examples of data that a person brings, for training and for testing. */
export const MAX_EXAMPLES = 1_000_000;
/** Side of an image, pixels. */
export const MAX_SIDE = 4_096;
/** Values of an example that is no image. */
export const MAX_FEATURES = 65_536;

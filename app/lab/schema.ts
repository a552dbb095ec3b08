import { z } from 'zod';

// Before any schema is made: the page's content security policy forbids compiling validators from text, as zod would.
z.config({ jitless: true });

export { z };

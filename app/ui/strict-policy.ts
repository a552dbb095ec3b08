import { z } from 'zod';

// Before any schema is made: the page's content security policy forbids compiling validators from text, and zod would try.
z.config({ jitless: true });

import { useQuery } from '@tanstack/react-query';
import { type Catalogue, type OpenApiDocument, readCatalogue } from './catalogue.ts';

/** Every command as the API describes it; read once, when a form is first wanted. */
export function useCatalogue() {
  return useQuery({ queryKey: ['openapi'], queryFn: readDocument, staleTime: Infinity });
}

async function readDocument(): Promise<Catalogue> {
  const response = await fetch('/api/v1/openapi.json');
  if (!response.ok) throw new Error(`The API's description cannot be read (${response.status}).`);
  const document: OpenApiDocument = await response.json();
  return readCatalogue(document);
}

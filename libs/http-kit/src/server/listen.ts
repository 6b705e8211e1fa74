import { cannotListen } from '@turnfleet/service-kit';
import type { HttpApp } from './create-app.ts';

/** Where the app listens from now on; closed if it cannot. */
export async function listen(
  app: HttpApp,
  { HOST: host, PORT: port }: { readonly HOST: string; readonly PORT: number },
) {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw cannotListen({ host, port }, error);
  }
}

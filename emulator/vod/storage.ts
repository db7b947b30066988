import type { Cloud } from '../cloud'
import { CloudError } from '../errors'

/**
 * VOD makes a bucket for each region, once its storage is enabled in the console (document_detail/441175). Which code it
 * answers before that is not documented; of its codes, this one speaks of storage.
 * @throws {CloudError} 404 InvalidStorage.NotFound
 */
export function expectStorage({ switches }: Pick<Cloud, 'switches'>): void {
  if (!switches.storageEnabled) {
    throw new CloudError(404, 'InvalidStorage.NotFound', 'The StorageLocation does not exist.')
  }
}

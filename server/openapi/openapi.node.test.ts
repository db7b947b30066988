import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, it } from 'vitest'
import { openApiDocument } from './document'

it('/openapi.json is a valid OpenAPI document by the schema of its authors', async () => {
  const validator = new Validator()
  expect(await validator.validate(openApiDocument())).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

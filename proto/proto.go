// Package proto holds the native API's definition. The messages and the service are proto/concord/v1; here are the
// commands that generate them, and the OpenAPI document of their JSON form.
//
// The API is under Concord's own rule: a test holds every change against what the last release promised.
package proto

import _ "embed"

//go:generate go tool -C .. -modfile=.ci/tools/buf/go.mod buf generate

// OpenAPI is the OpenAPI 3.1 document, in JSON, of the JSON form of the API.
//
//go:embed concord/v1/registry.openapi.json
var OpenAPI []byte

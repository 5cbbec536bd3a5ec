// Package proto holds the native API's definition. The messages and the services are proto/concord/v1; here are the
// commands that generate them, and the OpenAPI documents of their JSON form.
//
// The API is under Concord's own rule: a test holds every change against what the last release promised.
package proto

import "embed"

//go:generate go tool -C .. -modfile=.ci/tools/buf/go.mod buf generate

// OpenAPI holds an OpenAPI 3.1 document of the JSON form of each service, `concord/v1/registry.openapi.json` and so on.
// They say no errors; the server puts them together and adds those.
//
//go:embed concord/v1/*.openapi.json
var OpenAPI embed.FS

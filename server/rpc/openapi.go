package rpc

import (
	"bytes"
	"encoding/json"
	"net/http"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/concord-registry/concord/proto"
)

// about is what the generated document cannot know.
const about = `Concord stores versioned Avro, Protobuf and JSON Schema contracts, proves their compatibility, and
evaluates the policies of councils.

This is its native API in the JSON form; the same methods are served over gRPC as concord.v1.RegistryService, with
reflection. The server also speaks the REST API of Confluent Schema Registry on the same port, at the paths that its
clients know (/subjects, /schemas, /config, /mode, /compatibility, /contexts): serializers and existing tools use that
one, as documented by Confluent.`

// openAPI serves the OpenAPI document as YAML.
func openAPI(release string) (http.Handler, error) {
	var document map[string]any
	if err := json.Unmarshal(proto.OpenAPI, &document); err != nil {
		return nil, err
	}
	document["info"] = map[string]any{
		"title":       "Concord",
		"version":     release,
		"description": about,
		"license":     map[string]any{"name": "Apache 2.0", "identifier": "Apache-2.0"},
	}
	text, err := yaml.Marshal(document)
	if err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/yaml")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(text))
	}), nil
}

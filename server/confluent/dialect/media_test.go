package dialect

import "testing"

func TestNegotiate(t *testing.T) {
	tests := []struct {
		name   string
		accept []string
		want   media
	}{
		{"none", nil, v1},
		{"empty", []string{""}, v1},
		{"anything", []string{"*/*"}, v1},
		{"no wish among equals", []string{"application/json;q=0.5, application/vnd.schemaregistry+json;q=0.5"}, vendor},
		{"application", []string{"application/*"}, v1},
		{"application, weighted", []string{"application/*;q=0.2"}, v1},
		{"plain JSON", []string{"application/json"}, plain},
		{"plain JSON with charset", []string{"application/json; charset=utf-8"}, plain},
		{"capitals", []string{"APPLICATION/JSON"}, plain},
		{"vendor", []string{"application/vnd.schemaregistry+json"}, vendor},
		{"Python", []string{"application/vnd.schemaregistry.v1+json, application/vnd.schemaregistry+json, application/json"}, v1},
		{"the same in three headers", []string{"application/json", "application/vnd.schemaregistry+json", "application/vnd.schemaregistry.v1+json"}, v1},
		{"axios", []string{"application/json, text/plain, */*"}, v1},
		{"Java", []string{"text/html, image/gif, image/jpeg, */*; q=0.2"}, v1},
		{"a browser that prefers plain JSON", []string{"application/json, */*;q=0.1"}, plain},
		{"a misspelt type", []string{"application/vnd.schema_registry.v1+json"}, v1},
		{"JSON among others", []string{"text/html, application/json"}, plain},
		{"v1 refused", []string{"application/vnd.schemaregistry.v1+json;q=0, application/json;q=0.5"}, plain},
		{"HTML only", []string{"text/html"}, ""},
		{"text only", []string{"text/plain"}, ""},
		{"nothing at all", []string{"*/*;q=0"}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := negotiate(test.accept); got != test.want {
				t.Errorf("negotiate(%q) = %q, want %q", test.accept, got, test.want)
			}
		})
	}
}

package schema

import "testing"

func TestIdentify(t *testing.T) {
	record := `{"type":"record","name":"R","fields":[{"name":"f","type":"string"}]}`
	tests := []struct {
		name       string
		text       string
		references []Reference
		metadata   *Metadata
		want       string
	}{
		{"primitive", `"string"`, nil, nil, "095d71cf-1255-6b9d-5e33-0ad575b3df5d"},
		{"record", record, nil, nil, "cdb6ff1b-d7cb-db54-8c8f-3f17d4742ece"},
		{"reference", record, []Reference{{"com.acme.Ref", "ref-subject", 3}}, nil, "44b808b9-0e61-3aa9-0b5f-099fded13786"},
		{"empty metadata is not none", record, nil, &Metadata{}, "ac23e3eb-75a8-b4eb-8fd2-92e9bb0398d8"},
		{"metadata", record, nil, &Metadata{
			Tags:       map[string][]string{"a.f": {"PRIVATE", "PII"}},
			Properties: map[string]string{"owner": "team-a"},
			Sensitive:  []string{"secret"},
		}, "a9203ed8-3cbb-17e9-18bc-96b970fdf9e2"},
		{"confluent:version", record, nil, &Metadata{Properties: map[string]string{"confluent:version": "1"}}, "84c0b423-d7c7-4cb6-8cb5-898da4a22938"},
		{"protobuf", "syntax = \"proto3\";\npackage a.b;\n\nmessage M {\n  string s = 1;\n}\n", nil, nil, "8f1ebd18-1107-b7cb-f8e1-c0a1d53341f6"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := Identify(test.text, test.references, test.metadata, nil)
			if got.String() != test.want {
				t.Errorf("Identify = %s, want %s", got, test.want)
			}
			back, err := ParseGUID(test.want)
			if err != nil || back != got {
				t.Errorf("ParseGUID(%s) = %s, %v", test.want, back, err)
			}
		})
	}
}

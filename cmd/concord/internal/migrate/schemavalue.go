package migrate

import (
	"encoding/json"
	"errors"

	concord "github.com/concord-registry/concord/clients/old"
)

// schemaValue is the value of a SCHEMA record. Old releases wrote fewer members: no type for Avro, no references, no
// GUID.
type schemaValue struct {
	ID         *int32              `json:"id"`
	GUID       string              `json:"guid"`
	Type       concord.Type        `json:"schemaType"`
	References []concord.Reference `json:"references"`
	Metadata   *metadataValue      `json:"metadata"`
	RuleSet    *concord.RuleSet    `json:"ruleSet"`
	Text       *string             `json:"schema"`
	Deleted    bool                `json:"deleted"`
}

type metadataValue struct {
	Tags       map[string][]string `json:"tags"`
	Properties map[string]string   `json:"properties"`
	Sensitive  []string            `json:"sensitive"`
}

// deleteValue is the value of a DELETE_SUBJECT record.
type deleteValue struct {
	Version int `json:"version"`
}

// modeValue is the value of a MODE record.
type modeValue struct {
	Mode string `json:"mode"`
}

// encrypted is the property that marks metadata whose sensitive values are encrypted.
const encrypted = "__enc__"

// readSchemaValue reads all that the value says; subject and number are those of the key.
func readSchemaValue(text []byte) (*concord.Version, error) {
	var v schemaValue
	if err := json.Unmarshal(text, &v); err != nil {
		return nil, err
	}
	switch {
	case v.ID == nil:
		return nil, errors.New("it has no id")
	case v.Text == nil:
		return nil, errors.New("it has no schema")
	case v.Metadata != nil && v.Metadata.Properties[encrypted] != "":
		return nil, errors.New("its metadata are encrypted with a key of the old registry; import from its address instead of from the topic")
	}
	if v.Type == "" {
		v.Type = concord.Avro
	}
	guid, err := concord.ParseGUID(v.GUID)
	if err != nil {
		guid = concord.GUID{}
	}
	return &concord.Version{
		ID: *v.ID, GUID: guid, Type: v.Type, Deleted: v.Deleted,
		Schema: &concord.Schema{Type: v.Type, Text: *v.Text, References: v.References, Metadata: v.Metadata.metadata(), RuleSet: v.RuleSet},
	}, nil
}

func (m *metadataValue) metadata() *concord.Metadata {
	if m == nil {
		return nil
	}
	read := &concord.Metadata{Properties: m.Properties, Sensitive: m.Sensitive}
	if len(m.Tags) > 0 {
		read.Tags = make(map[string]concord.Tags, len(m.Tags))
	}
	for path, tags := range m.Tags {
		read.Tags[path] = tags
	}
	return read
}

// readConfigValue reads the value of a CONFIG record, with the names that an update has.
func readConfigValue(text []byte) (concord.StoredConfig, error) {
	config := concord.StoredConfig{}
	if err := json.Unmarshal(text, &config); err != nil {
		return nil, err
	}
	if level, ok := config["compatibilityLevel"]; ok {
		config["compatibility"] = level
	}
	delete(config, "compatibilityLevel")
	delete(config, "subject")
	for name, value := range config {
		if string(value) == "null" {
			delete(config, name)
		}
	}
	return config, nil
}

package migrate

import (
	"encoding/json"
	"errors"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/confluent"
)

// schemaValue is the value of a SCHEMA record. Old releases wrote fewer members: no type for Avro, no references, no
// GUID.
type schemaValue struct {
	ID         *int32                `json:"id"`
	GUID       string                `json:"guid"`
	Type       concord.Type          `json:"schemaType"`
	References []confluent.Reference `json:"references"`
	Metadata   *confluent.Metadata   `json:"metadata"`
	RuleSet    *confluent.RuleSet    `json:"ruleSet"`
	Text       *string               `json:"schema"`
	Deleted    bool                  `json:"deleted"`
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
func readSchemaValue(text []byte) (*confluent.Version, error) {
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
	guid, _ := parseGUID(v.GUID) // a version without one is as good
	return &confluent.Version{
		ID: *v.ID, GUID: guid, Deleted: v.Deleted,
		Schema: confluent.Schema{Type: v.Type, Text: *v.Text, References: v.References, Metadata: v.Metadata, RuleSet: v.RuleSet},
	}, nil
}

// readConfigValue reads the value of a CONFIG record, with the names that an update has.
func readConfigValue(text []byte) (confluent.StoredConfig, error) {
	config := confluent.StoredConfig{}
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

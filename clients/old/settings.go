package concord

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// Settings are those of a subject or of a whole domain. nil and empty mean not set.
type Settings struct {
	Level Level `json:"level"`
	Judge Judge `json:"judge"`
	// Policy is STRICT, LENIENT or LOGICAL.
	Policy string `json:"policy"`
	// Group is the metadata property whose value groups versions that are compared.
	Group              string `json:"group"`
	Normalize          *bool  `json:"normalize"`
	ValidateNewSchemas *bool  `json:"validateNewSchemas"`
	ValidateFields     *bool  `json:"validateFields"`
	ValidateRules      *bool  `json:"validateRules"`
	// Alias is the subject that requests are answered from instead.
	Alias string `json:"alias"`
}

// Setting names a field of [Settings].
type Setting string

// The settings.
const (
	SetLevel              Setting = "level"
	SetJudge              Setting = "judge"
	SetPolicy             Setting = "policy"
	SetGroup              Setting = "group"
	SetNormalize          Setting = "normalize"
	SetValidateNewSchemas Setting = "validateNewSchemas"
	SetValidateFields     Setting = "validateFields"
	SetValidateRules      Setting = "validateRules"
	SetAlias              Setting = "alias"
)

// Settings are what is set for exactly a subject, or, with an empty one, for the whole domain. The error is of kind
// NotFound when nothing is.
func (c *Client) Settings(ctx context.Context, subject string) (Settings, error) {
	return c.settings(ctx, subject, nil)
}

// EffectiveSettings are what applies to a subject, or, with an empty one, to the domain.
func (c *Client) EffectiveSettings(ctx context.Context, subject string) (Settings, error) {
	return c.settings(ctx, subject, url.Values{"effective": {"true"}})
}

func (c *Client) settings(ctx context.Context, subject string, query url.Values) (Settings, error) {
	var answer struct{ Config Settings }
	err := c.read(ctx, c.configPath(subject), query, &answer)
	return answer.Config, err
}

// Configure writes those fields of s that are named, also where they are not set, which clears them, and returns all
// that is set then. An empty subject is the whole domain.
func (c *Client) Configure(ctx context.Context, subject string, s Settings, fields ...Setting) (Settings, error) {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = string(f)
	}
	var answer struct {
		Config Settings
		Seq    uint64 `json:",string"`
	}
	defer c.caches.doubt()
	query := url.Values{"updateMask": {strings.Join(names, ",")}}
	err := c.call(ctx, request{http.MethodPatch, c.configPath(subject), query, s}, &answer)
	c.wrote(answer.Seq)
	return answer.Config, err
}

func (c *Client) configPath(subject string) string {
	if subject == "" {
		return c.domainPath("/config")
	}
	return c.nativePath(subject, "/config")
}

package kms

import (
	"regexp"
	"strings"
)

// keyIDs are how ids start in the services that have a form for them.
var keyIDs = map[string]*regexp.Regexp{
	AWSType:   regexp.MustCompile(`^arn:aws[a-z-]*:kms:`),
	AzureType: regexp.MustCompile(`^https://`),
	GCPType:   regexp.MustCompile(`^projects/`),
	VaultType: regexp.MustCompile(`^https?://`),
}

// HasForm reports whether the id may be one of its service; any may where the service has no form for them.
func (k Key) HasForm() bool {
	form := keyIDs[k.Type]
	return form == nil || form.MatchString(k.ID)
}

// TypeOf is the one spelling of a type of key that clients spell in several ways.
func TypeOf(given string) string {
	for _, cloud := range []string{"aws", "azure", "gcp"} {
		if strings.HasPrefix(strings.ToLower(given), cloud) {
			return cloud + "-kms"
		}
	}
	return given
}

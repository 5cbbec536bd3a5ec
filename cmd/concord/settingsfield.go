package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	concord "github.com/concord-registry/concord/clients/go"
)

// settingsField is one of the settings. read puts a text into it, show is its text, empty when it is not set.
type settingsField struct {
	name string
	read func(*concord.Settings, string) error
	show func(concord.Settings) string
}

// settingsFields are all settings by the names that the API has for them.
var settingsFields = []settingsField{
	wordField("level", func(s *concord.Settings) *concord.Level { return &s.Level }),
	wordField("judge", func(s *concord.Settings) *concord.Judge { return &s.Judge }),
	wordField("policy", func(s *concord.Settings) *concord.CompatibilityPolicy { return &s.Policy }),
	textField("group", func(s *concord.Settings) *string { return &s.Group }),
	switchField("normalize", func(s *concord.Settings) **bool { return &s.Normalize }),
	switchField("validateNewSchemas", func(s *concord.Settings) **bool { return &s.ValidateNewSchemas }),
	switchField("validateFields", func(s *concord.Settings) **bool { return &s.ValidateFields }),
	switchField("validateRules", func(s *concord.Settings) **bool { return &s.ValidateRules }),
	textField("alias", func(s *concord.Settings) *string { return &s.Alias }),
	wordField("mode", func(s *concord.Settings) *concord.Mode { return &s.Mode }),
}

// wordField is a setting whose values are words of the API, which may be written in any case and with dashes.
func wordField[W ~string](name string, of func(*concord.Settings) *W) settingsField {
	return settingsField{name,
		func(s *concord.Settings, text string) error { *of(s) = W(apiWord(text)); return nil },
		func(s concord.Settings) string { return string(*of(&s)) },
	}
}

func textField(name string, of func(*concord.Settings) *string) settingsField {
	return settingsField{name,
		func(s *concord.Settings, text string) error { *of(s) = text; return nil },
		func(s concord.Settings) string { return *of(&s) },
	}
}

func switchField(name string, of func(*concord.Settings) **bool) settingsField {
	return settingsField{name,
		func(s *concord.Settings, text string) error {
			value, err := strconv.ParseBool(text)
			*of(s) = &value
			return err
		},
		func(s concord.Settings) string {
			if value := *of(&s); value != nil {
				return strconv.FormatBool(*value)
			}
			return ""
		},
	}
}

// settingsFieldOf is a field by its name, in any case and with dashes or underscores.
func settingsFieldOf(name string) (settingsField, error) {
	plain := strings.NewReplacer("-", "", "_", "").Replace(name)
	var names []string
	for _, f := range settingsFields {
		if strings.EqualFold(f.name, plain) {
			return f, nil
		}
		names = append(names, f.name)
	}
	return settingsField{}, &usage{fmt.Errorf("there is no setting %s%s", name, didYouMean(name, names)), "the settings are " + strings.Join(names, ", ")}
}

// assignments reads FIELD=VALUE arguments, and leaves what comes before them.
func assignments(args []string) (before []string, s concord.Settings, fields []string, err error) {
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		if !ok {
			if len(fields) > 0 {
				return nil, s, nil, &usage{fmt.Errorf("%q is not FIELD=VALUE", arg), "write level=FULL for example"}
			}
			before = append(before, arg)
			continue
		}
		f, err := settingsFieldOf(name)
		if err != nil {
			return nil, s, nil, err
		}
		if value == "" {
			return nil, s, nil, &usage{fmt.Errorf("%s has no value", arg), "'concord settings unset' clears a setting"}
		}
		if err := f.read(&s, value); err != nil {
			return nil, s, nil, &usage{fmt.Errorf("%s: %w", f.name, errors.Unwrap(err)), "write true or false"}
		}
		fields = append(fields, f.name)
	}
	return before, s, fields, nil
}

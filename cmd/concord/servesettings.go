package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"
)

// settingsFile is read when it exists and no other is named.
const settingsFile = "concord.yaml"

// fillSettings gives every flag that the command line left alone its value from the environment (`--data-dir` is
// CONCORD_DATA_DIR) or else from a YAML file whose keys are the names of the flags. A file that is named must exist;
// an unknown key is an error.
func fillSettings(flags *pflag.FlagSet, getenv func(string) string, file string) error {
	fromFile, err := readSettings(flags, file)
	if err != nil {
		return err
	}
	var problems []error
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Changed {
			return
		}
		value, origin := getenv(variable(f.Name)), variable(f.Name)
		if value == "" {
			value, origin = fromFile[f.Name], file
		}
		if value == "" {
			return
		}
		if err := flags.Set(f.Name, value); err != nil {
			problems = append(problems, fmt.Errorf("%s: %s: %w", origin, f.Name, err))
		}
	})
	return errors.Join(problems...)
}

func variable(flag string) string {
	return "CONCORD_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

func readSettings(flags *pflag.FlagSet, file string) (map[string]string, error) {
	name := file
	if name == "" {
		name = settingsFile
	}
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && file == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var raw map[string]any
	if err := yaml.Unmarshal(text, &raw); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	settings := map[string]string{}
	for key, value := range raw {
		if flags.Lookup(key) == nil {
			return nil, fmt.Errorf("%s: unknown setting %q%s", name, key, didYouMean(key, flagNames(flags)))
		}
		settings[key] = settingText(value)
	}
	return settings, nil
}

// settingText is a YAML value as a flag takes it; lists are joined by commas.
func settingText(value any) string {
	list, ok := value.([]any)
	if !ok {
		return fmt.Sprint(value)
	}
	texts := make([]string, len(list))
	for i, item := range list {
		texts[i] = fmt.Sprint(item)
	}
	return strings.Join(texts, ",")
}

func flagNames(flags *pflag.FlagSet) (names []string) {
	flags.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}

// didYouMean names the closest of the known words, if one is close.
func didYouMean(word string, known []string) string {
	best, distance := "", 4
	for _, k := range known {
		if d := editDistance(word, k); d < distance {
			best, distance = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		previous := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := previous
			if a[i] != b[j] {
				cost++
			}
			previous, row[j+1] = row[j+1], slices.Min([]int{cost, row[j] + 1, row[j+1] + 1})
		}
	}
	return row[len(b)]
}

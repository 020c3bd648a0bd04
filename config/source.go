package config

import (
	"path/filepath"
	"strconv"
	"strings"
)

// A Source says where a value was found. The zero Source means nowhere.
type Source struct {
	File     string // as shown to a person: a bare name for a file in the working folder; empty for the environment
	Line     int    // from 1; 0 when the file has no lines worth naming
	Variable string // the variable, or the key in the file
}

// String returns ".env.local:3 NEON_AI_GATEWAY_TOKEN", or
// "NEON_AI_GATEWAY_TOKEN in the environment".
func (s Source) String() string {
	switch {
	case s == Source{}:
		return ""
	case s.File == "":
		return s.Variable + " in the environment"
	}
	place := s.File
	if s.Line > 0 {
		place += ":" + strconv.Itoa(s.Line)
	}
	return strings.TrimSuffix(place+" "+s.Variable, " ")
}

// A Value is a text and where it was found. A secret is never one.
type Value struct {
	Text   string
	Source Source
}

// shown names path the way a person in folder dir would: what lies in dir by
// its bare name, all else in full.
func shown(dir, path string) string {
	if filepath.Dir(path) == filepath.Clean(dir) {
		return filepath.Base(path)
	}
	return path
}

package catalog

// Fact is an answer to a question about a model. The zero value is Unknown.
type Fact uint8

// The facts.
const (
	Unknown Fact = iota
	Yes
	No
)

// String returns "yes", "no", or "" for Unknown.
func (f Fact) String() string {
	switch f {
	case Yes:
		return "yes"
	case No:
		return "no"
	}
	return ""
}

// MarshalJSON returns true, false, or null for Unknown.
func (f Fact) MarshalJSON() ([]byte, error) {
	switch f {
	case Yes:
		return []byte("true"), nil
	case No:
		return []byte("false"), nil
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads what MarshalJSON writes. Everything else is Unknown.
func (f *Fact) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "true":
		*f = Yes
	case "false":
		*f = No
	default:
		*f = Unknown
	}
	return nil
}

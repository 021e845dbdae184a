package column

// Why is a reason of a [Verdict], for package locale to say.
type Why string

// The reasons. Slots: 0 is a share in per cent or a count, 1 what it is of.
const (
	WhyPasses   Why = "passes"         // {0} per cent of the values pass as {1}
	WhyNamed    Why = "named"          // the name says {0}
	WhyDeclared Why = "declared"       // the register says {0}
	WhyNameOnly Why = "name-only"      // only the name says {0}; the values cannot tell
	WhyPeople   Why = "people"         // {0} per cent of the values are people's names
	WhyText     Why = "text"           // running text
	WhyFields   Why = "fields"         // JSON documents with fields of their own
	WhyEmpty    Why = "empty"          // no value at all
	WhyConstant Why = "constant"       // one value in every row
	WhyFew      Why = "few"            // fewer values than tell anything
	WhyOthers   Why = "other-content"  // the name says {0}, the values do not
	WhyHandles  Why = "handles"        // values like user names
	WhyTraders  Why = "sole-traders"   // {0} per cent of the organisation numbers are persons'
	WhyBegun    Why = "begun"          // of {0} values only the beginning was read
	WhyEither   Why = "either-reading" // the values pass as {0} too
)

// Any bytes as a file of cases: cases or messages.
#include "runner/case_reader.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace trainsweep;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string path = fuzz::write_file("cases.toml", fuzz::text_of(data, size));
  const auto cases = read_case_file(path, fuzz::rules(), fuzz::catalog());
  if (!cases) fuzz::require_clean(cases.diagnostics().render());
  return 0;
}

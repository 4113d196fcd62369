#include "runner/catalog_listing.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/support/toy_catalog.hpp"

namespace trainsweep {
namespace {

std::string listing(const std::string& kind, const std::string& name, Format format = Format::text) {
  const RecordStore store = toy::catalog();
  std::ostringstream out;
  print_catalog({toy::schema(), store, toy::make_engine}, kind, name, format, out);
  return out.str();
}

TEST(CatalogListing, CountsTheKinds) {
  EXPECT_EQ(listing("", "", Format::csv), "kind,records\nparts,2\nmachines,3\noffers,4\nmodels,3\n");
}

TEST(CatalogListing, HasALineARecordWithWhatItDerives) {
  EXPECT_EQ(listing("models", ""),
            "name   title           work    double_work\n"
            "-----  -----  -------------  -------------\n"
            "chair  Chair         50,000        100,000\n"
            "cup    Cup            1,000          2,000\n"
            "ship   Ship   1,000,000,000  2,000,000,000\n");
}

TEST(CatalogListing, ShowsARecordWithItsSources) {
  EXPECT_EQ(listing("part", "fast"),
            "part fast, from catalog.toml:6:16\n\n"
            "field  value   unit  basis    source\n"
            "-----  ------  ----  -------  -------\n"
            "maker  zenith\n"
            "pace   400     1/s   derived  table 2\n");
}

TEST(CatalogListing, TellsDefaultsFromValues) {
  EXPECT_EQ(listing("machines", "small", Format::csv),
            "field,value,unit,basis,source,meaning\n"
            "title,Small,,,,its full name\n"
            "part,slow,,,,what its arms are\n"
            "arms,64,,published,table 3,the most arms it can have\n"
            "share,0.5,,assumed,default,part of the pace that it reaches\n"
            "sealed,false,,assumed,default,it runs closed\n"
            "shape,round,,assumed,default,its form\n"
            "spare_s,,s,,,pause after each thing; unset: none\n");
}

TEST(CatalogListing, NamesWhatIsNear) {
  const auto message = [](const std::string& kind, const std::string& name) -> std::string {
    try {
      static_cast<void>(listing(kind, name));
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(message("modls", ""), "the catalogue has no `modls`: use `models`");
  EXPECT_EQ(message("models", "cap"), "unknown model `cap`: use `cup`");
}

}  // namespace
}  // namespace trainsweep

import { builtInTemplate } from "./built-in-template.ts";

/** Everything here asks about the picture itself: values that nobody can see are null, or "cannot tell". */
export const photos = builtInTemplate({
  id: "tpl_photos",
  name: "Photos",
  description:
    "What photos show, as tags and in a sentence, and how good they are. Needs a model that reads images: the built-in " +
    "engine sees captions at most, and says so.",
  category: "photos",
  modules: { sentiment: false },
  facets: [
    {
      name: "subject",
      description: "What the photo mainly shows, as an archive would file the picture: one to three words.",
      type: "label",
      examples: ["City at night", "Family meal", "Product shot"],
    },
    {
      name: "tags",
      description: "What can be seen in the picture: things, places, actions, colours, light; one or two words each.",
      type: "list",
      examples: ["harbour", "sunset", "two boats", "orange sky"],
    },
    {
      name: "description",
      description:
        "What the picture shows, in one plain sentence for somebody who cannot see it; null where it is not seen.",
      type: "text",
      examples: ["Two fishing boats lie in a small harbour at sunset."],
    },
    {
      name: "setting",
      description: "Where the picture was taken.",
      type: "choice",
      choices: ["indoors", "outdoors", "studio", "screenshot or graphic", "cannot tell"],
    },
    {
      name: "people",
      description: "How many people the picture shows. It is never asked who they are.",
      type: "choice",
      choices: ["none", "one", "a few", "many", "cannot tell"],
    },
    {
      name: "textInPicture",
      description: "Writing that can be read in the picture, word for word; null where there is none.",
      type: "text",
      examples: ["OPEN", "Platform 4"],
    },
    {
      name: "quality",
      description:
        "Technical quality of the picture from 1 to 10: 1 of no use, 5 does for a small picture, 10 sharp, well exposed " +
        "and well framed; null where it is not seen.",
      type: "number",
      min: 1,
      max: 10,
      examples: ["4", "9"],
    },
    {
      name: "qualityIssues",
      description: "What is wrong with the picture technically; empty where nothing is.",
      type: "list",
      choices: [
        "blurred",
        "too dark",
        "too bright",
        "noisy",
        "tilted",
        "badly cropped",
        "low resolution",
        "watermark",
        "cannot tell",
      ],
    },
  ],
});

